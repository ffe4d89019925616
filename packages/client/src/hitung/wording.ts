import { ErrorCode, type Language, type Unit } from "@hitung/protocol";
import { COMMON_WORDING } from "../command-line/wording.js";

const id = {
  ...COMMON_WORDING.id,
  description:
    "Menghitung karakter sebuah pesan dengan bertanya kepada server. Tanpa kata dan tanpa --file: tanya jawab di terminal, atau satu pesan untuk setiap baris masukan standar.",
  words: {
    name: "kata",
    meaning: "pesan; kata-kata digabung dengan spasi",
    dashHint: "untuk pesan atau berkas yang berawal dengan -, tulis -- di depannya",
  },
  options: {
    ...COMMON_WORDING.id.options,
    lang: "bahasa jawaban",
    unit: "yang dihitung; beberapa dipisahkan koma, atau opsinya diulang",
    all: "semua satuan sekaligus",
    quiet: "bilangannya saja",
    json: "satu objek JSON untuk setiap pesan",
    file: "hitung isi setiap berkas sebagai satu pesan, juga berkas yang disebut sesudahnya; - adalah masukan standar",
    encoding: "penyandian kata, berkas, atau masukan; yang dihitung adalah UTF-8 yang dibuat darinya",
    lossy: "hitung setiap urutan byte yang tidak sah sebagai U+FFFD, dan katakan ada berapa",
    text: "mode teks, juga untuk server lain yang menjawab dengan teks; cara bertanya dicari sendiri",
    wait: "tunggu sampai server ada, dan tidak penuh",
    trace: "tampilkan byte yang dikirim (>) dan diterima (<) beserta artinya, di keluaran galat standar",
  },
  conflicts: {
    ...COMMON_WORDING.id.conflicts,
    file: "kata di depan --file adalah pesan; tulis semua berkas sesudahnya",
    text: "dalam mode teks server yang memilih satuan dan kalimatnya, dan akhir baris mengakhiri pesan",
    all: "semua satuan sudah termasuk",
  },
  examples: [
    ["hitung Handy Arfiano Hastyawan", "satu pesan"],
    ["hitung --all Halo", "dalam keempat satuan"],
    ["hitung --unit bytes --file *.txt", "isi setiap berkas"],
    ["hitung --json < notes.txt", "setiap baris, untuk program lain"],
    ["hitung completion bash --help", "melengkapi dengan Tab; juga zsh, fish"],
  ] as [string, string][],
  exitCodes: {
    ...COMMON_WORDING.id.exitCodes,
    0: "setiap pesan ada jawabannya",
    1: "ada pesan tanpa jawaban",
  },
  completion: (shell: string, setUp: string, file: string) => ({
    description: `Mencetak skrip yang membuat ${shell} melengkapi hitung, hitung-bench, dan hitung-check dengan Tab.`,
    options: { ...COMMON_WORDING.id.options, lang: "bahasa keterangan opsi" },
    examples: [[setUp, `di ${file}, untuk setiap ${shell} yang baru`]] as [string, string][],
    exitCodes: { ...COMMON_WORDING.id.exitCodes, 0: "skripnya tercetak", 1: "skripnya tidak dapat dicetak" },
  }),
  prompt: "Masukkan karakter : ",
  commandHint: "(Itu pesan. :help menampilkan perintah, :quit keluar.)",
  noHistory: (file: string, code: string) =>
    `riwayat ${file} tidak dapat dibaca (${code}), jadi baris yang lama tidak tersedia.`,
  whoCounts: {
    codePoints: "len Python, char_length PostgreSQL",
    graphemes: "orang yang membaca layar",
    utf16: ".length JavaScript, Java, C#",
    bytes: "cakram dan kabel, dalam UTF-8",
  } as Record<Unit, string>,
  fileColumn: "berkas",
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
  illFormed: (encoding: string, byteNumber: number | undefined) =>
    `Galat: pesan bukan ${encoding} yang sah${byteNumber === undefined ? "" : ` (byte ke-${byteNumber})`}`,
  textPlace: (line: number | undefined, column: number) =>
    line === undefined ? `kolom ${column}` : `baris ${line}, kolom ${column}`,
  replaced: (sequences: number) => `${sequences} urutan byte yang tidak sah dihitung sebagai U+FFFD.`,
  seemsToBe: (encoding: string) => `tampaknya ini ${encoding}. Coba dengan --encoding ${encoding}.`,
  noDecoding:
    "baris yang diketik di terminal selalu UTF-8: --encoding dan --lossy untuk kata, berkas, dan pipa",
  connectionLost: (place: string, code: string) =>
    `koneksi dengan ${place} terputus sebelum ada jawaban (${code}).`,
  noReply: (place: string, code: string) => `server di ${place} tidak menjawab (${code}). Coba lagi nanti.`,
  silent: (place: string) => `server di ${place} belum menjawab.`,
  serverEnded: (place: string, code: string) =>
    `server di ${place} sudah berhenti (${code}). Jalankan lagi; banyak server hanya melayani satu klien.`,
  noCount: (sentence: string) => `tidak jelas bilangan mana yang dimaksud jawaban server: "${sentence}"`,
  endless: (beginning: string) => `jawaban server tidak berakhir, jadi dipotong: "${beginning}"`,
  unanswered: "server tidak menjawab pesan kosong.",
  lineEndInFile:
    "dalam mode teks sebuah pesan adalah satu baris, tetapi berkas ini lebih dari satu. Tanpa --text isinya utuh; atau kirim setiap barisnya lewat masukan standar",
  wasReset:
    "server memutus koneksi sebelum membaca semuanya (ECONNRESET): jawabannya mungkin untuk sebagian pesan saja.",
  noConnection: (place: string, code: string) =>
    `tidak dapat tersambung dengan ${place} dalam batas waktu (${code}). Periksa alamat dan jaringannya.`,
  tooManyOpen: (code: string) =>
    `terlalu banyak berkas dan koneksi terbuka di mesin ini (${code}). Tutup sebagian, atau naikkan batasnya (ulimit -n).`,
  connectionBroken: (place: string, code: string) => `koneksi dengan ${place} terputus (${code}).`,
  unreachable: (place: string, code: string) =>
    `${place} tidak dapat dicapai (${code}). Periksa alamat, jaringan, dan izinnya.`,
  tryText: "Untuk server yang hanya mengenal teks, pakai --text.",
  tryTls: "Untuk server TLS, pakai --tls.",
  untrusted: (place: string, code: string) =>
    `sertifikat server di ${place} tidak dipercaya (${code}). Beri sertifikat otoritasnya dengan --tls-ca.`,
  noTls: (place: string, code: string) =>
    `server di ${place} tidak memakai TLS, atau versi yang lain (${code}). Coba tanpa --tls (HITUNG_TLS).`,
  serverErrors: {
    [ErrorCode.INVALID_UTF8]: "pesan bukan UTF-8 yang sah",
    [ErrorCode.MESSAGE_TOO_LARGE]:
      "pesan lebih besar dari batas server. Kirim yang lebih kecil, atau naikkan batas itu di server.",
    [ErrorCode.INVALID_UNITS]:
      "server tidak mengenal satuan yang diminta. Pilih yang lain dengan --unit, atau perbarui server.",
    [ErrorCode.BAD_FRAME]:
      "server tidak memahami permintaan. Mungkin versinya lain: perbarui hitung dan server.",
    [ErrorCode.SERVER_BUSY]: "server sedang penuh. Coba lagi nanti, atau tunggu dengan --wait.",
    [ErrorCode.IDLE]: "server menutup koneksi karena terlalu lama diam. Coba lagi.",
    [ErrorCode.SHUTTING_DOWN]: "server sedang dimatikan. Coba lagi nanti, atau tunggu dengan --wait.",
  } as Record<number, string>,
  refused: (code: number, explanation: string) => `server menolak: galat ${code}, ${explanation}`,
  waiting: (place: string, code: string) => `Menunggu server di ${place} (${code}) …`,
  lost: (place: string, code: string) =>
    `Koneksi dengan ${place} terputus. Menunggu server kembali (${code}) …`,
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
  wordIsFile: (word: string, command: string) =>
    `${word} juga nama berkas. Untuk menghitung isinya: ${command}`,
  wordIsCommand: (word: string, command: string) =>
    `${word} dihitung sebagai pesan. Untuk melengkapi dengan Tab: ${command}`,
  wordIsServer: (word: string, command: string) =>
    `${word} dihitung sebagai pesan. Untuk bertanya kepada server di sana: ${command} …`,
  oneLineInText: (position: number) =>
    `dalam mode teks sebuah pesan adalah satu baris, tetapi pesan ini mengandung akhir baris (karakter ke-${position}). Tanpa --text pesan itu utuh; atau kirim setiap barisnya lewat masukan standar`,
};

const en: typeof id = {
  ...COMMON_WORDING.en,
  description:
    "Counts the characters of a message by asking a server. Without words and without --file: question and answer on a terminal, or one message for each line of standard input.",
  words: {
    name: "words",
    meaning: "the message; words are joined by a space",
    dashHint: "for a message or a file that starts with -, write -- in front of it",
  },
  options: {
    ...COMMON_WORDING.en.options,
    lang: "language of the answers",
    unit: "what is counted; several with commas between them, or the option repeated",
    all: "all units at once",
    quiet: "the number alone",
    json: "one JSON object for each message",
    file: "count what each file holds as one message, also the files that are named behind it; - is standard input",
    encoding: "encoding of words, files or input; what is counted is the UTF-8 that is made of it",
    lossy: "count each ill-formed sequence of bytes as U+FFFD, and tell how many there were",
    text: "text mode, also for other servers that answer with text; how to ask them is found out",
    wait: "wait until there is a server, and it has room",
    trace: "show the bytes that are sent (>) and received (<) with their meaning, on standard error",
  },
  conflicts: {
    ...COMMON_WORDING.en.conflicts,
    file: "words in front of --file are a message; write all files behind it",
    text: "in text mode the server chooses unit and sentence, and a line end ends the message",
    all: "all units include it",
  },
  examples: [
    ["hitung Handy Arfiano Hastyawan", "one message"],
    ["hitung --all Hello", "in all four units"],
    ["hitung --unit bytes --file *.txt", "what each file holds"],
    ["hitung --json < notes.txt", "each line, for other programs"],
    ["hitung completion bash --help", "completion with Tab; also zsh, fish"],
  ],
  exitCodes: {
    ...COMMON_WORDING.en.exitCodes,
    0: "every message has its answer",
    1: "a message has no answer",
  },
  completion: (shell, setUp, file) => ({
    description: `Prints a script that has ${shell} complete hitung, hitung-bench and hitung-check with Tab.`,
    options: { ...COMMON_WORDING.en.options, lang: "language of what is said about options" },
    examples: [[setUp, `in ${file}, for every new ${shell}`]],
    exitCodes: { ...COMMON_WORDING.en.exitCodes, 0: "the script is printed", 1: "it cannot be printed" },
  }),
  prompt: "Enter characters: ",
  commandHint: "(That was a message. :help shows the commands, :quit leaves.)",
  noHistory: (file, code) =>
    `the history ${file} cannot be read (${code}), so that earlier lines are not at hand.`,
  whoCounts: {
    codePoints: "Python len, PostgreSQL char_length",
    graphemes: "a person who reads the screen",
    utf16: "JavaScript, Java, C# .length",
    bytes: "disks and wires, in UTF-8",
  },
  fileColumn: "file",
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
  illFormed: (encoding, byteNumber) =>
    `Error: the message is not valid ${encoding}${byteNumber === undefined ? "" : ` (byte ${byteNumber})`}`,
  textPlace: (line, column) => (line === undefined ? `column ${column}` : `line ${line}, column ${column}`),
  replaced: (sequences) =>
    `${sequences} ill-formed ${sequences === 1 ? "sequence of bytes was" : "sequences of bytes were"} counted as U+FFFD.`,
  seemsToBe: (encoding) => `this seems to be ${encoding}. Try it with --encoding ${encoding}.`,
  noDecoding:
    "lines typed on a terminal are always UTF-8: --encoding and --lossy are for words, files and pipes",
  connectionLost: (place, code) => `the connection to ${place} was lost before an answer came (${code}).`,
  noReply: (place, code) => `the server on ${place} does not answer (${code}). Try again later.`,
  silent: (place) => `the server on ${place} has not answered yet.`,
  serverEnded: (place, code) =>
    `the server on ${place} has ended (${code}). Start it again; many servers serve one client only.`,
  noCount: (sentence) => `it is not clear which number the server's answer means: "${sentence}"`,
  endless: (beginning) => `the server's answer does not end, and is cut: "${beginning}"`,
  unanswered: "the server does not answer an empty message.",
  lineEndInFile:
    "in text mode a message is one line, but this file is more than one. Without --text it stays whole; or give each of its lines on standard input",
  wasReset:
    "the server broke the connection before it had read all (ECONNRESET): its answer may be for a part of the message.",
  noConnection: (place, code) =>
    `no connection to ${place} within the time limit (${code}). Check its address and the network.`,
  tooManyOpen: (code) =>
    `too many files and connections are open on this machine (${code}). Close some, or raise the limit (ulimit -n).`,
  connectionBroken: (place, code) => `the connection to ${place} was lost (${code}).`,
  unreachable: (place, code) =>
    `${place} cannot be reached (${code}). Check its address, the network and the permissions.`,
  tryText: "For a server that knows only text, use --text.",
  tryTls: "For a server with TLS, use --tls.",
  untrusted: (place, code) =>
    `the certificate of the server on ${place} is not trusted (${code}). Give the certificate of its authority with --tls-ca.`,
  noTls: (place, code) =>
    `the server on ${place} does not speak TLS, or another version of it (${code}). Try without --tls (HITUNG_TLS).`,
  serverErrors: {
    [ErrorCode.INVALID_UTF8]: "the message is not valid UTF-8",
    [ErrorCode.MESSAGE_TOO_LARGE]:
      "the message is larger than the server allows. Send a smaller one, or raise the limit of the server.",
    [ErrorCode.INVALID_UNITS]:
      "the server does not know the unit asked for. Choose another with --unit, or update the server.",
    [ErrorCode.BAD_FRAME]:
      "the server does not understand the request. Its version may differ: update hitung and the server.",
    [ErrorCode.SERVER_BUSY]: "the server is busy. Try again later, or wait for it with --wait.",
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
  wordIsFile: (word, command) => `${word} is the name of a file, too. To count what it holds: ${command}`,
  wordIsCommand: (word, command) => `${word} is counted as a message. For completion with Tab: ${command}`,
  wordIsServer: (word, command) => `${word} is counted as a message. To ask the server there: ${command} …`,
  oneLineInText: (position) =>
    `in text mode a message is one line, but this one holds the end of a line (character ${position}). Without --text it stays whole; or give each of its lines on standard input`,
};

/** What `hitung` says, in one language. */
export type Wording = typeof id;

/** What `hitung` says, in each language. */
export const WORDING: Readonly<Record<Language, Wording>> = { id, en };
