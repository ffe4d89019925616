import { ErrorCode, type Language, type Unit } from "@hitung/protocol";

const id = {
  description:
    "Menghitung karakter sebuah pesan dengan bertanya kepada server. Tanpa kata dan tanpa --file: tanya jawab di terminal, atau satu pesan untuk setiap baris masukan standar.",
  usage: "[opsi] [kata...]",
  wordsName: "kata",
  words: "pesan; kata-kata digabung dengan spasi",
  options: {
    host: "alamat server",
    port: "port TCP server, 1 sampai 65535",
    socket: "soket Unix server, sebagai ganti host dan port",
    tls: "sambungan terenkripsi (TLS)",
    tlsCa: "sertifikat yang dipercaya (PEM) sebagai ganti otoritas yang lazim; berarti --tls",
    lang: "bahasa jawaban",
    unit: "yang dihitung",
    all: "semua satuan sekaligus",
    quiet: "bilangannya saja",
    json: "satu objek JSON untuk setiap pesan",
    file: "hitung isi berkas sebagai satu pesan; boleh berulang; - adalah masukan standar",
    text: "mode teks, satu sambungan untuk setiap pesan; juga untuk server lain yang menjawab teks",
    wait: "tunggu sampai server ada",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  titles: { usage: "Pemakaian:", arguments: "Argumen:", options: "Pilihan:" },
  defaultValue: "bawaan",
  choices: "pilihan",
  variable: "variabel",
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  hostEmpty: "Host tidak boleh kosong.",
  socketEmpty: "Alamat soket tidak boleh kosong.",
  portRange: "Port adalah bilangan bulat dari 1 sampai 65535.",
  caUnreadable: (code: string) => `Berkas tidak dapat dibaca (${code}).`,
  caEmpty: "Tidak ada sertifikat PEM di dalamnya.",
  unknownOption: (option: string) =>
    `opsi ${option} tidak dikenal (untuk pesan yang berawal dengan -, tulis -- di depannya)`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  invalidVariable: (variable: string, value: string, allowed: string) =>
    `nilai '${value}' dari variabel ${variable} tidak sah. ${allowed}`,
  conflict: (option: string, other: string, why: string) =>
    `${option} tidak dapat dipakai bersama ${other}: ${why}`,
  conflicts: {
    text: "dalam mode teks server yang memilih satuan dan kalimatnya, dan akhir baris mengakhiri pesan",
    socket: "soket itu menggantikan host dan port",
    json: "pilih salah satu",
    all: "semua satuan sudah termasuk",
    file: "pilih salah satu",
  } as Record<string, string>,
  wordsOption: "kata-kata",
  seeHelp: "Lihat hitung --help.",
  prompt: "Masukkan karakter : ",
  whoCounts: {
    codePoints: "len Python, char_length PostgreSQL",
    graphemes: "orang yang membaca layar",
    utf16: ".length JavaScript, Java, C#",
    bytes: "cakram dan kabel, dalam UTF-8",
  } as Record<Unit, string>,
  total: "total",
  timeLeft: "sisa",
  line: (line: number) => `baris ${line}: `,
  standardInput: "masukan standar",
  fileErrors: {
    ENOENT: "tidak ada berkas itu",
    EACCES: "tidak ada izin untuk membacanya",
    EPERM: "tidak ada izin untuk membacanya",
    EISDIR: "itu folder, bukan berkas",
    ENOTDIR: "bagian dari jalurnya bukan folder",
  } as Record<string, string>,
  fileError: "tidak dapat dibaca",
  unwritable: (code: string) => `keluaran standar tidak dapat ditulisi (${code}).`,
  place: (host: string, port: number) => `${host} port ${port}`,
  socketPlace: (path: string) => `soket ${path}`,
  noServer: (place: string, code: string, start: string) =>
    `tidak ada server di ${place} (${code}). Jalankan dengan: hitung-server ${start} (di repositori: npx -y pnpm@12 server)`,
  unknownHost: (host: string, code: string) => `host ${host} tidak dikenal (${code}). Periksa --host.`,
  connectionLost: (place: string, code: string) =>
    `sambungan dengan ${place} terputus sebelum ada jawaban (${code}).`,
  noReply: (place: string, code: string) => `server di ${place} tidak menjawab (${code}). Coba lagi nanti.`,
  noConnection: (place: string, code: string) =>
    `tidak dapat tersambung dengan ${place} dalam batas waktu (${code}). Periksa alamat dan jaringannya.`,
  tooManyOpen: (code: string) =>
    `terlalu banyak berkas dan sambungan terbuka di mesin ini (${code}). Tutup sebagian, atau naikkan batasnya (ulimit -n).`,
  connectionBroken: (place: string, code: string) => `sambungan dengan ${place} terputus (${code}).`,
  otherProtocol: (place: string) => `server di ${place} tidak memakai protokol hitung.`,
  tryText: "Untuk server yang hanya mengenal teks, pakai --text.",
  tryTls: "Untuk server TLS, pakai --tls.",
  untrusted: (place: string, code: string) =>
    `sertifikat server di ${place} tidak dipercaya (${code}). Beri sertifikat otoritasnya dengan --tls-ca.`,
  noTls: (place: string, code: string) =>
    `server di ${place} tidak memakai TLS, atau versi yang lain (${code}). Coba tanpa --tls.`,
  serverErrors: {
    [ErrorCode.INVALID_UTF8]: "pesan bukan UTF-8 yang sah",
    [ErrorCode.MESSAGE_TOO_LARGE]:
      "pesan lebih besar dari batas server. Kirim yang lebih kecil, atau naikkan batas itu di server.",
    [ErrorCode.INVALID_UNITS]:
      "server tidak mengenal satuan yang diminta. Pilih yang lain dengan --unit, atau perbarui server.",
    [ErrorCode.BAD_FRAME]:
      "server tidak memahami permintaan. Mungkin versinya lain: perbarui hitung dan server.",
    [ErrorCode.SERVER_BUSY]: "server sedang penuh. Coba lagi nanti.",
    [ErrorCode.IDLE]: "server menutup sambungan karena terlalu lama diam. Coba lagi.",
    [ErrorCode.SHUTTING_DOWN]: "server sedang dimatikan. Coba lagi nanti, atau tunggu dengan --wait.",
  } as Record<number, string>,
  refused: (code: number, explanation: string) => `server menolak: galat ${code}, ${explanation}`,
  waiting: (place: string, code: string) => `Menunggu server di ${place} (${code}) …`,
  lost: (place: string, code: string) =>
    `Sambungan dengan ${place} terputus. Menunggu server kembali (${code}) …`,
  connected: (place: string) => `Tersambung dengan ${place}.`,
  commands: {
    unit: "hitung satuan ini",
    all: "hitung semua satuan",
    lang: "bahasa jawaban",
    help: "tampilkan bantuan ini",
    quit: "selesai",
  },
  escapeColon: "Pesan yang berawal dengan titik dua: tulis titik dua dua kali, misalnya ::unit.",
  editing: "Panah atas dan bawah: baris sebelumnya. Tab: lengkapi perintah. Ctrl-D: selesai.",
  unknownCommand: (name: string, known: string) => `Tidak ada perintah ${name}. Yang ada: ${known}.`,
  noArgument: (name: string) => `${name} tidak memerlukan nilai.`,
  chosenUnit: (units: string) => `Satuan: ${units}.`,
  chosenLanguage: "Bahasa: id.",
  textServerChooses: "Dalam mode teks server yang memilih satuannya.",
};

const en: typeof id = {
  description:
    "Counts the characters of a message by asking a server. Without words and without --file: question and answer on a terminal, or one message for each line of standard input.",
  usage: "[options] [words...]",
  wordsName: "words",
  words: "the message; words are joined by a space",
  options: {
    host: "address of the server",
    port: "TCP port of the server, 1 to 65535",
    socket: "Unix socket of the server, instead of host and port",
    tls: "encrypted connection (TLS)",
    tlsCa: "trusted certificates (PEM) instead of the usual authorities; implies --tls",
    lang: "language of the answers",
    unit: "what is counted",
    all: "all units at once",
    quiet: "the number alone",
    json: "one JSON object for each message",
    file: "count what a file holds as one message; may be repeated; - is standard input",
    text: "text mode, one connection for each message; also for other servers that answer with text",
    wait: "wait until there is a server",
    version: "show the version",
    help: "show this help",
  },
  titles: { usage: "Usage:", arguments: "Arguments:", options: "Options:" },
  defaultValue: "default",
  choices: "choices",
  variable: "variable",
  allowed: (choices) => `Choices: ${choices}.`,
  hostEmpty: "A host cannot be empty.",
  socketEmpty: "The address of a socket cannot be empty.",
  portRange: "A port is a whole number from 1 to 65535.",
  caUnreadable: (code) => `The file cannot be read (${code}).`,
  caEmpty: "There is no PEM certificate in it.",
  unknownOption: (option) =>
    `unknown option ${option} (for a message that starts with -, write -- in front of it)`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  invalidVariable: (variable, value, allowed) =>
    `value '${value}' of variable ${variable} is not valid. ${allowed}`,
  conflict: (option, other, why) => `${option} cannot be used together with ${other}: ${why}`,
  conflicts: {
    text: "in text mode the server chooses unit and sentence, and a line end ends the message",
    socket: "the socket takes the place of host and port",
    json: "choose one of them",
    all: "all units include it",
    file: "choose one of them",
  },
  wordsOption: "words",
  seeHelp: "See hitung --help.",
  prompt: "Enter characters: ",
  whoCounts: {
    codePoints: "Python len, PostgreSQL char_length",
    graphemes: "a person who reads the screen",
    utf16: "JavaScript, Java, C# .length",
    bytes: "disks and wires, in UTF-8",
  },
  total: "total",
  timeLeft: "left",
  line: (line) => `line ${line}: `,
  standardInput: "standard input",
  fileErrors: {
    ENOENT: "there is no such file",
    EACCES: "no permission to read it",
    EPERM: "no permission to read it",
    EISDIR: "it is a directory, not a file",
    ENOTDIR: "a part of its path is not a directory",
  },
  fileError: "cannot be read",
  unwritable: (code) => `standard output cannot be written to (${code}).`,
  place: (host, port) => `${host} port ${port}`,
  socketPlace: (path) => `socket ${path}`,
  noServer: (place, code, start) =>
    `there is no server on ${place} (${code}). Start one with: hitung-server ${start} (in the repository: npx -y pnpm@12 server)`,
  unknownHost: (host, code) => `unknown host ${host} (${code}). Check --host.`,
  connectionLost: (place, code) => `the connection to ${place} was lost before an answer came (${code}).`,
  noReply: (place, code) => `the server on ${place} does not answer (${code}). Try again later.`,
  noConnection: (place, code) =>
    `no connection to ${place} within the time limit (${code}). Check its address and the network.`,
  tooManyOpen: (code) =>
    `too many files and connections are open on this machine (${code}). Close some, or raise the limit (ulimit -n).`,
  connectionBroken: (place, code) => `the connection to ${place} was lost (${code}).`,
  otherProtocol: (place) => `the server on ${place} does not speak hitung's protocol.`,
  tryText: "For a server that knows only text, use --text.",
  tryTls: "For a server with TLS, use --tls.",
  untrusted: (place, code) =>
    `the certificate of the server on ${place} is not trusted (${code}). Give the certificate of its authority with --tls-ca.`,
  noTls: (place, code) =>
    `the server on ${place} does not speak TLS, or another version of it (${code}). Try without --tls.`,
  serverErrors: {
    [ErrorCode.INVALID_UTF8]: "the message is not valid UTF-8",
    [ErrorCode.MESSAGE_TOO_LARGE]:
      "the message is larger than the server allows. Send a smaller one, or raise the limit of the server.",
    [ErrorCode.INVALID_UNITS]:
      "the server does not know the unit asked for. Choose another with --unit, or update the server.",
    [ErrorCode.BAD_FRAME]:
      "the server does not understand the request. Its version may differ: update hitung and the server.",
    [ErrorCode.SERVER_BUSY]: "the server is busy. Try again later.",
    [ErrorCode.IDLE]: "the server closed the connection, which was idle for too long. Try again.",
    [ErrorCode.SHUTTING_DOWN]: "the server is shutting down. Try again later, or wait for it with --wait.",
  },
  refused: (code, explanation) => `the server refuses: error ${code}, ${explanation}`,
  waiting: (place, code) => `Waiting for a server on ${place} (${code}) …`,
  lost: (place, code) => `The connection to ${place} was lost. Waiting for the server to return (${code}) …`,
  connected: (place) => `Connected to ${place}.`,
  commands: {
    unit: "count this unit",
    all: "count all units",
    lang: "language of the answers",
    help: "show this help",
    quit: "leave",
  },
  escapeColon: "A message that begins with a colon: write the colon twice, such as ::unit.",
  editing: "Arrow up and down: earlier lines. Tab: complete a command. Ctrl-D: leave.",
  unknownCommand: (name, known) => `There is no command ${name}. These exist: ${known}.`,
  noArgument: (name) => `${name} takes no value.`,
  chosenUnit: (units) => `Unit: ${units}.`,
  chosenLanguage: "Language: en.",
  textServerChooses: "In text mode the server chooses the unit.",
};

/** What the command line says, in each language. */
export type Messages = typeof id;

/** All that the command line says. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { id, en };
