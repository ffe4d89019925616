import type { Language } from "@hitung/protocol";

const id = {
  description: "Menjawab setiap pesan dengan jumlah karakternya.",
  usage: "[opsi]",
  options: {
    host: "alamat tempat mendengarkan",
    port: "port TCP, 0 sampai 65535; 0 memilih port yang bebas",
    lang: "bahasa jawaban",
    unit: "yang dihitung mode teks",
    logMessages: "tampilkan setiap pesan dan pengirimnya",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  titles: { usage: "Pemakaian:", options: "Pilihan:" },
  defaultValue: "bawaan",
  choices: "pilihan",
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  listening: (address: string, host: string, port: number) =>
    `Server mendengarkan di ${address}. Ctrl-C menghentikannya.\nDari terminal lain: hitung --host ${host} --port ${port}, atau nc ${host} ${port}`,
  stopped: "Server berhenti.",
  hostEmpty: "Host tidak boleh kosong.",
  portRange: "Port adalah bilangan bulat dari 0 sampai 65535.",
  unknownOption: (option: string) => `opsi ${option} tidak dikenal`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  excessArguments: "argumen selain opsi tidak diterima",
  seeHelp: "Lihat hitung-server --help.",
  portInUse: (port: number, host: string) =>
    `Port ${port} di ${host} sudah dipakai program lain. Hentikan program itu, atau pilih port lain dengan --port (0 memilih yang bebas).`,
  portForbidden: (port: number) =>
    `Port ${port} tidak boleh dipakai tanpa hak khusus. Pilih port di atas 1023 dengan --port.`,
  unknownHost: (host: string, code: string) =>
    `Host ${host} bukan alamat mesin ini (${code}). Pilih alamat lain dengan --host, misalnya 127.0.0.1 atau 0.0.0.0.`,
  cannotListen: (host: string, port: number, reason: string) =>
    `Server tidak dapat mendengarkan di ${host} port ${port}: ${reason}`,
};

const en: typeof id = {
  description: "Answers each message with the number of its characters.",
  usage: "[options]",
  options: {
    host: "address to listen on",
    port: "TCP port, 0 to 65535; 0 picks a free one",
    lang: "language of the answers",
    unit: "what text mode counts",
    logMessages: "show each message and who sent it",
    version: "show the version",
    help: "show this help",
  },
  titles: { usage: "Usage:", options: "Options:" },
  defaultValue: "default",
  choices: "choices",
  allowed: (choices) => `Choices: ${choices}.`,
  listening: (address, host, port) =>
    `The server listens on ${address}. Ctrl-C stops it.\nFrom another terminal: hitung --host ${host} --port ${port}, or nc ${host} ${port}`,
  stopped: "Server stopped.",
  hostEmpty: "A host cannot be empty.",
  portRange: "A port is a whole number from 0 to 65535.",
  unknownOption: (option) => `unknown option ${option}`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  excessArguments: "no arguments are taken besides options",
  seeHelp: "See hitung-server --help.",
  portInUse: (port, host) =>
    `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port with --port (0 picks a free one).`,
  portForbidden: (port) => `Port ${port} needs special rights. Choose a port above 1023 with --port.`,
  unknownHost: (host, code) =>
    `Host ${host} is no address of this machine (${code}). Choose another with --host, for example 127.0.0.1 or 0.0.0.0.`,
  cannotListen: (host, port, reason) => `The server cannot listen on ${host} port ${port}: ${reason}`,
};

/** What the command line says, in each language. */
export const MESSAGES: Readonly<Record<Language, typeof id>> = { id, en };
