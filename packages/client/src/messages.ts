import type { Language } from "@hitung/protocol";

const id = {
  description:
    "Menghitung karakter sebuah pesan dengan bertanya kepada server. Tanpa kata: tanya jawab di terminal, atau satu pesan untuk setiap baris masukan standar.",
  usage: "[opsi] [kata...]",
  wordsName: "[kata...]",
  words: "pesan; kata-kata digabung dengan spasi",
  options: {
    host: "alamat server",
    port: "port TCP server, 1 sampai 65535",
    lang: "bahasa jawaban",
    unit: "yang dihitung",
    text: "mode teks, satu sambungan untuk setiap pesan; juga untuk server lain yang menjawab teks",
    wait: "tunggu sampai server ada",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  titles: { usage: "Pemakaian:", arguments: "Argumen:", options: "Pilihan:" },
  defaultValue: "bawaan",
  choices: "pilihan",
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  hostEmpty: "Host tidak boleh kosong.",
  portRange: "Port adalah bilangan bulat dari 1 sampai 65535.",
  unknownOption: (option: string) =>
    `opsi ${option} tidak dikenal (untuk pesan yang berawal dengan -, tulis -- di depannya)`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  unitWithText: "--unit tidak berlaku dengan --text: di mode teks server yang memilih satuannya",
  seeHelp: "Lihat hitung --help.",
  prompt: "Masukkan karakter : ",
  line: (line: number) => `baris ${line}: `,
  noServer: (host: string, port: number, code: string) =>
    `tidak ada server di ${host} port ${port} (${code}). Jalankan dengan: hitung-server --port ${port} (di repositori: npx -y pnpm@12 server)`,
  unknownHost: (host: string, code: string) => `host ${host} tidak dikenal (${code}). Periksa --host.`,
  connectionLost: (host: string, port: number, code: string) =>
    `sambungan dengan ${host} port ${port} terputus sebelum ada jawaban (${code}).`,
  otherProtocol: (host: string, port: number) =>
    `server di ${host} port ${port} tidak memakai protokol hitung.`,
  tryText: "Untuk server yang hanya mengenal teks, pakai --text.",
  refused: (code: number, explanation: string) => `server menolak: galat ${code}, ${explanation}`,
  waiting: (host: string, port: number, code: string) =>
    `Menunggu server di ${host} port ${port} (${code}) …`,
  connected: (host: string, port: number) => `Tersambung dengan ${host} port ${port}.`,
};

const en: typeof id = {
  description:
    "Counts the characters of a message by asking a server. Without words: question and answer on a terminal, or one message for each line of standard input.",
  usage: "[options] [words...]",
  wordsName: "[words...]",
  words: "the message; words are joined by a space",
  options: {
    host: "address of the server",
    port: "TCP port of the server, 1 to 65535",
    lang: "language of the answers",
    unit: "what is counted",
    text: "text mode, one connection for each message; also for other servers that answer with text",
    wait: "wait until there is a server",
    version: "show the version",
    help: "show this help",
  },
  titles: { usage: "Usage:", arguments: "Arguments:", options: "Options:" },
  defaultValue: "default",
  choices: "choices",
  allowed: (choices) => `Choices: ${choices}.`,
  hostEmpty: "A host cannot be empty.",
  portRange: "A port is a whole number from 1 to 65535.",
  unknownOption: (option) =>
    `unknown option ${option} (for a message that starts with -, write -- in front of it)`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  unitWithText: "--unit cannot be used with --text: in text mode the server chooses the unit",
  seeHelp: "See hitung --help.",
  prompt: "Enter characters: ",
  line: (line) => `line ${line}: `,
  noServer: (host, port, code) =>
    `there is no server on ${host} port ${port} (${code}). Start one with: hitung-server --port ${port} (in the repository: npx -y pnpm@12 server)`,
  unknownHost: (host, code) => `unknown host ${host} (${code}). Check --host.`,
  connectionLost: (host, port, code) =>
    `the connection to ${host} port ${port} was lost before an answer came (${code}).`,
  otherProtocol: (host, port) => `the server on ${host} port ${port} does not speak hitung's protocol.`,
  tryText: "For a server that knows only text, use --text.",
  refused: (code, explanation) => `the server refuses: error ${code}, ${explanation}`,
  waiting: (host, port, code) => `Waiting for a server on ${host} port ${port} (${code}) …`,
  connected: (host, port) => `Connected to ${host} port ${port}.`,
};

/** What the command line says, in each language. */
export type Messages = typeof id;

/** All that the command line says. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { id, en };
