import type { Language } from "@hitung/protocol";

const id = {
  titles: {
    usage: "Pemakaian:",
    arguments: "Argumen:",
    options: "Opsi:",
    examples: "Contoh:",
    exitCodes: "Kode keluar:",
  },
  someOptions: "[opsi]",
  defaultValue: "bawaan",
  choices: "pilihan",
  variable: "variabel",
  /** What the options that programs have in common mean. */
  options: {
    host: "alamat server; beberapa dipisahkan koma, dan salah satu dipakai",
    port: "port TCP server, 1 sampai 65535",
    socket: "soket Unix server, sebagai ganti host dan port",
    tls: "koneksi terenkripsi (TLS)",
    tlsCa: "sertifikat yang dipercaya (PEM) sebagai ganti otoritas yang lazim; berarti --tls",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  exitCodes: { 2: "pemakaian yang salah", 130: "dihentikan dengan Ctrl-C" },
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  empty: "Nilainya tidak boleh kosong.",
  notUtf8: "Nilainya harus UTF-8.",
  unknownEncoding:
    "Ini label dari WHATWG Encoding Standard, misalnya windows-1252, utf-16le, atau shift_jis.",
  missingEncoding: "Node ini tidak dapat mengurainya: ICU-nya tidak punya tabel untuk itu.",
  lostBytes:
    "ada argumen yang bukan UTF-8, atau yang memuat U+FFFD, dan sistem ini tidak menunjukkan byte aslinya. Berikan pesan atau isi berkas lewat masukan standar.",
  portRange: "Port adalah bilangan bulat dari 1 sampai 65535.",
  wholeNumber: (least: number, most: number) => `Nilainya bilangan bulat dari ${least} sampai ${most}.`,
  number: (least: number, most: number) => `Nilainya bilangan dari ${least} sampai ${most}.`,
  unreadable: (code: string) => `Berkas tidak dapat dibaca (${code}).`,
  noCertificate: "Tidak ada sertifikat PEM di dalamnya.",
  unknownOption: (option: string) => `opsi ${option} tidak dikenal`,
  didYouMean: (option: string) => `Maksudnya ${option}?`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  invalidVariable: (variable: string, value: string, allowed: string) =>
    `nilai '${value}' dari variabel ${variable} tidak sah. ${allowed}`,
  conflict: (option: string, other: string, why: string) =>
    `${option} tidak dapat dipakai bersama ${other}: ${why}`,
  chooseOne: "pilih salah satu",
  /** Why an option excludes another, if there is more to say than that. */
  conflicts: { socket: "soket itu menggantikan host dan port" },
  emptyVariable: (variable: string) => `Variabel yang kosong tidak berlaku: ${variable}=`,
  hostForm: "Host adalah nama atau alamat IP, misalnya example.org, 127.0.0.1, atau ::1.",
  writeInstead: (options: string) => `Tulis sebagai gantinya: ${options}`,
  noWords: "argumen selain opsi tidak diterima",
  seeHelp: (program: string) => `Lihat ${program} --help.`,
  unwritable: (code: string) => `keluaran standar tidak dapat ditulisi (${code}).`,
  place: (host: string, port: number) => `${host} port ${port}`,
  socketPlace: (path: string) => `soket Unix ${path}`,
  noServer: (place: string, code: string, start: string) =>
    `tidak ada server di ${place} (${code}). Jalankan dengan: ${start}`,
  noServerThere: (place: string, code: string, start: string) =>
    `tidak ada server di ${place} (${code}). Jalankan di mesin itu dengan: ${start}`,
  unknownHost: (host: string, code: string) =>
    `host ${host} tidak dikenal (${code}). Periksa --host (HITUNG_HOST).`,
  otherProtocol: (place: string, said?: string) =>
    `server di ${place} tidak memakai protokol hitung${said === undefined ? "" : `: ia berkata "${said}"`}.`,
};

const en: typeof id = {
  titles: {
    usage: "Usage:",
    arguments: "Arguments:",
    options: "Options:",
    examples: "Examples:",
    exitCodes: "Exit codes:",
  },
  someOptions: "[options]",
  defaultValue: "default",
  choices: "choices",
  variable: "variable",
  options: {
    host: "address of the server; of several, with commas between them, any one is used",
    port: "TCP port of the server, 1 to 65535",
    socket: "Unix socket of the server, instead of host and port",
    tls: "encrypted connection (TLS)",
    tlsCa: "trusted certificates (PEM) instead of the usual authorities; implies --tls",
    version: "show the version",
    help: "show this help",
  },
  exitCodes: { 2: "wrong usage", 130: "stopped by Ctrl-C" },
  allowed: (choices) => `Choices: ${choices}.`,
  empty: "It cannot be empty.",
  notUtf8: "It must be UTF-8.",
  unknownEncoding:
    "It is a label of the WHATWG Encoding Standard, such as windows-1252, utf-16le or shift_jis.",
  missingEncoding: "This Node cannot decode it: its ICU has no tables for it.",
  lostBytes:
    "an argument is not UTF-8, or holds U+FFFD, and this system does not show its bytes. Give the message, or what the file holds, on standard input.",
  portRange: "A port is a whole number from 1 to 65535.",
  wholeNumber: (least, most) => `It is a whole number from ${least} to ${most}.`,
  number: (least, most) => `It is a number from ${least} to ${most}.`,
  unreadable: (code) => `The file cannot be read (${code}).`,
  noCertificate: "There is no PEM certificate in it.",
  unknownOption: (option) => `unknown option ${option}`,
  didYouMean: (option) => `Did you mean ${option}?`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  invalidVariable: (variable, value, allowed) =>
    `value '${value}' of variable ${variable} is not valid. ${allowed}`,
  conflict: (option, other, why) => `${option} cannot be used together with ${other}: ${why}`,
  chooseOne: "choose one of them",
  conflicts: { socket: "the socket takes the place of host and port" },
  emptyVariable: (variable) => `An empty variable counts as none: ${variable}=`,
  hostForm: "A host is a name or an IP address, such as example.org, 127.0.0.1 or ::1.",
  writeInstead: (options) => `Write instead: ${options}`,
  noWords: "no arguments are taken besides options",
  seeHelp: (program) => `See ${program} --help.`,
  unwritable: (code) => `standard output cannot be written to (${code}).`,
  place: (host, port) => `${host} port ${port}`,
  socketPlace: (path) => `Unix socket ${path}`,
  noServer: (place, code, start) => `there is no server on ${place} (${code}). Start one with: ${start}`,
  noServerThere: (place, code, start) =>
    `there is no server on ${place} (${code}). Start one on that machine with: ${start}`,
  unknownHost: (host, code) => `unknown host ${host} (${code}). Check --host (HITUNG_HOST).`,
  otherProtocol: (place, said) =>
    `the server on ${place} does not speak hitung's protocol${said === undefined ? "" : `: it says "${said}"`}.`,
};

/** What all programs say, in one language. */
type CommonWording = typeof id;

/** What all programs say, in each language. A program's own wording begins with it. */
export const COMMON_WORDING: Readonly<Record<Language, CommonWording>> = { id, en };

/** What a program says on its command line, in one language. */
export interface ProgramWording<Key extends string = string>
  extends Omit<CommonWording, "options" | "conflicts"> {
  readonly description: string;
  /** What each option means. */
  readonly options: Readonly<Record<Key, string>>;
  /** Why an option excludes another, if there is more to say than "choose one of them". */
  readonly conflicts?: Readonly<Partial<Record<Key, string>>>;
  /** The arguments that are no options, if the program takes any. */
  readonly words?: {
    readonly name: string;
    readonly meaning: string;
    /** What to do if a word was taken for an option. */
    readonly dashHint: string;
  };
  /** Commands, and what they do. None is longer than 38 columns. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly exitCodes: CommonWording["exitCodes"] & Readonly<Record<0 | 1, string>>;
}
