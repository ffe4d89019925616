import type { Language } from "@hitung/protocol";

const id = {
  description: "Membebani server dengan pesan, memeriksa setiap jawaban, dan mengukur kecepatan dan latensi.",
  usage: "[opsi]",
  options: {
    host: "alamat server",
    port: "port TCP server, 1 sampai 65535",
    socket: "soket domain Unix, sebagai ganti host dan port",
    tls: "pakai TLS",
    tlsCa: "sertifikat CA (PEM) yang dipercaya; berarti --tls",
    connections: "banyaknya sambungan",
    pipeline: "banyaknya pesan yang menunggu jawaban di setiap sambungan",
    messages: "banyaknya pesan seluruhnya",
    duration: "lama mengirim dalam detik, sebagai ganti --messages",
    size: "ukuran setiap pesan dalam byte UTF-8",
    textKind: "isi pesan",
    unit: "yang dihitung; beberapa dipisahkan koma",
    mode: "cara berbicara dengan server",
    timeout: "menyerah jika selama ini (detik) tidak ada yang bergerak di sebuah sambungan",
    lang: "bahasa, juga bahasa jawaban yang diharapkan dalam mode teks",
    json: "tampilkan hasil sebagai satu objek JSON",
    plot: "gambar sebaran latensi ke berkas SVG ini",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  titles: { usage: "Pemakaian:", options: "Pilihan:" },
  defaultValue: "bawaan",
  choices: "pilihan",
  environment: "lingkungan",
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  notEmpty: "Nilainya tidak boleh kosong.",
  wholeNumber: (least: string, most: string) => `Nilainya bilangan bulat dari ${least} sampai ${most}.`,
  number: (least: string, most: string) => `Nilainya bilangan dari ${least} sampai ${most}.`,
  unknownOption: (option: string) => `opsi ${option} tidak dikenal`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  messagesWithDuration: "--messages dan --duration tidak dapat dipakai bersama",
  excessArguments: "argumen selain opsi tidak diterima",
  oneUnitInText: "dalam mode teks server menghitung satu satuan saja: beri satu --unit, yaitu satuan server",
  seeHelp: "Lihat hitung-bench --help.",
  unreadable: (file: string, reason: string) =>
    `berkas ${file} tidak dapat dibaca (${reason}). Periksa --tls-ca.`,
  unwritable: (file: string, reason: string) =>
    `berkas ${file} tidak dapat ditulis (${reason}). Periksa --plot.`,
  setting: (size: string, kind: string, connections: string, pipeline: string) =>
    `${size} byte ${kind}, ${connections} sambungan, pipeline ${pipeline}`,
  progress: (messages: string, rate: string, seconds: string) =>
    `${messages} pesan, ${rate} pesan/detik, ${seconds} detik`,
  rows: {
    messages: "pesan",
    seconds: "detik",
    messagesPerSecond: "pesan/detik",
    bytesPerSecond: "byte/detik",
    latency: (name: string) => (name === "max" ? "latensi terlama" : `latensi ${name}`),
    wrong: "jawaban salah",
    errors: "galat",
  },
  plotTitle: "Latensi menurut persentil",
  plotX: "persentil",
  plotY: "latensi (ms)",
  plotMax: "terlama",
  mismatch: (came: string, expected: string) =>
    `jawaban yang salah: ${came}, padahal seharusnya ${expected}.`,
  textHint: "Samakan --unit dan --lang dengan yang dipakai server.",
  interrupted: "dihentikan sebelum selesai",
  noServer: (address: string, code: string) =>
    `tidak ada server di ${address} (${code}). Jalankan hitung-server, atau periksa --host, --port dan --socket.`,
  unknownHost: (address: string, code: string) => `${address} tidak dikenal (${code}). Periksa --host.`,
  connectionLost: (address: string, code: string) =>
    `sambungan dengan ${address} terputus sebelum semua jawaban datang (${code}).`,
  timedOut: (address: string) =>
    `jawaban dari ${address} tidak datang pada waktunya. Naikkan --timeout jika server memang lambat.`,
  otherProtocol: (address: string) => `server di ${address} tidak memakai protokol hitung.`,
  tryText: "Untuk server yang hanya mengenal teks, pakai --mode text.",
  unasked: (address: string) => `server di ${address} mengirim jawaban tanpa ada pesan.`,
  refused: (address: string, detail: string) => `server di ${address} menutup sambungan dengan ${detail}.`,
  tooManyFiles: (code: string) =>
    `terlalu banyak sambungan untuk proses ini (${code}). Kurangi --connections, atau naikkan batas dengan ulimit -n.`,
  otherFailure: (address: string, code: string, detail: string) =>
    `sambungan dengan ${address} gagal: ${detail} (${code}).`,
};

const en: typeof id = {
  description: "Loads a server with messages, checks every answer, and measures rate and latency.",
  usage: "[options]",
  options: {
    host: "address of the server",
    port: "TCP port of the server, 1 to 65535",
    socket: "Unix domain socket, in place of host and port",
    tls: "use TLS",
    tlsCa: "CA certificates (PEM) to trust; implies --tls",
    connections: "number of connections",
    pipeline: "messages in flight on each connection",
    messages: "number of messages in all",
    duration: "seconds to send for, in place of --messages",
    size: "size of each message in bytes of UTF-8",
    textKind: "what messages consist of",
    unit: "what is counted; several are separated by commas",
    mode: "how the server is spoken to",
    timeout: "give up when for so many seconds nothing moves on a connection",
    lang: "language, also that of the answers expected in text mode",
    json: "print the results as one JSON object",
    plot: "draw the distribution of latency into this SVG file",
    version: "show the version",
    help: "show this help",
  },
  titles: { usage: "Usage:", options: "Options:" },
  defaultValue: "default",
  choices: "choices",
  environment: "environment",
  allowed: (choices) => `Choices: ${choices}.`,
  notEmpty: "It cannot be empty.",
  wholeNumber: (least, most) => `It is a whole number from ${least} to ${most}.`,
  number: (least, most) => `It is a number from ${least} to ${most}.`,
  unknownOption: (option) => `unknown option ${option}`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  messagesWithDuration: "--messages and --duration cannot be used together",
  excessArguments: "no arguments are taken besides options",
  oneUnitInText: "in text mode a server counts one unit only: give one --unit, which is the server's",
  seeHelp: "See hitung-bench --help.",
  unreadable: (file, reason) => `cannot read ${file} (${reason}). Check --tls-ca.`,
  unwritable: (file, reason) => `cannot write ${file} (${reason}). Check --plot.`,
  setting: (size, kind, connections, pipeline) =>
    `${size} bytes ${kind}, connections: ${connections}, pipeline: ${pipeline}`,
  progress: (messages, rate, seconds) => `${messages} messages, ${rate} messages/s, ${seconds} s`,
  rows: {
    messages: "messages",
    seconds: "seconds",
    messagesPerSecond: "messages/s",
    bytesPerSecond: "bytes/s",
    latency: (name) => `latency ${name}`,
    wrong: "wrong answers",
    errors: "errors",
  },
  plotTitle: "Latency by percentile",
  plotX: "percentile",
  plotY: "latency (ms)",
  plotMax: "max",
  mismatch: (came, expected) => `a wrong answer: ${came}, where ${expected} was expected.`,
  textHint: "Give the same --unit and --lang as the server has.",
  interrupted: "stopped before the end",
  noServer: (address, code) =>
    `there is no server on ${address} (${code}). Start hitung-server, or check --host, --port and --socket.`,
  unknownHost: (address, code) => `${address} is unknown (${code}). Check --host.`,
  connectionLost: (address, code) => `a connection to ${address} was lost before all answers came (${code}).`,
  timedOut: (address) =>
    `answers from ${address} did not come in time. Raise --timeout where the server is that slow.`,
  otherProtocol: (address) => `the server on ${address} does not speak hitung's protocol.`,
  tryText: "For a server that knows only text, use --mode text.",
  unasked: (address) => `the server on ${address} sent an answer to no message.`,
  refused: (address, detail) => `the server on ${address} closed a connection with ${detail}.`,
  tooManyFiles: (code) =>
    `too many connections for this process (${code}). Lower --connections, or raise the limit with ulimit -n.`,
  otherFailure: (address, code, detail) => `a connection to ${address} failed: ${detail} (${code}).`,
};

/** What the load generator says, in each language. */
export type Messages = typeof id;

/** All that the load generator says. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { id, en };
