import type { Language } from "@hitung/protocol";
import { COMMON_WORDING } from "../command-line/wording.js";

const id = {
  ...COMMON_WORDING.id,
  description: "Membebani server dengan pesan, memeriksa setiap jawaban, dan mengukur kecepatan dan latensi.",
  options: {
    ...COMMON_WORDING.id.options,
    host: "alamat server; pada beberapa alamat, dipisahkan koma, koneksi dibagi",
    connections: "banyaknya koneksi",
    pipeline: "banyaknya pesan yang menunggu jawaban di setiap koneksi",
    messages: "banyaknya pesan seluruhnya",
    duration: "lama mengirim dalam detik, sebagai ganti --messages",
    rate: "pesan per detik seluruhnya, sebagai ganti --pipeline; latensi dihitung sejak pesan seharusnya dikirim",
    size: "ukuran setiap pesan dalam byte UTF-8",
    textKind: "isi pesan",
    unit: "yang dihitung; beberapa dipisahkan koma, atau opsinya diulang",
    mode: "cara berbicara dengan server",
    resend: "kirim ulang pesan yang koneksinya hilang atau ditutup dengan galat 17 sampai 19",
    timeout: "menyerah jika selama ini (detik) tidak ada yang bergerak di sebuah koneksi",
    lang: "bahasa, juga bahasa jawaban yang diharapkan dalam mode teks",
    json: "tampilkan hasil sebagai satu objek JSON",
    csv: "tampilkan pengaturan dan hasil sebagai dua baris CSV",
    plot: "gambar sebaran latensi ke berkas SVG ini",
  },
  examples: [
    ["hitung-bench --messages 1000000", "sejuta pesan"],
    ["hitung-bench --duration 10 --json", "sepuluh detik, untuk program lain"],
    ["hitung-bench --plot latency.svg", "dengan gambar"],
    ["hitung-bench --mode text --lang en", "server dalam mode teks"],
  ] as [string, string][],
  exitCodes: {
    ...COMMON_WORDING.id.exitCodes,
    0: "setiap jawaban benar",
    1: "ada jawaban yang salah, koneksi yang gagal, atau berkas yang tidak dapat ditulis",
  },
  oneUnitInText: "dalam mode teks server menghitung satu satuan saja: beri satu --unit, yaitu satuan server",
  plotUnwritable: (file: string, reason: string) =>
    `berkas ${file} tidak dapat ditulis (${reason}). Periksa --plot.`,
  setting: (size: string, kind: string, connections: string, flow: string) =>
    `${size} byte ${kind}, ${connections} koneksi, ${flow}`,
  pipelineOf: (pipeline: string) => `pipeline ${pipeline}`,
  rateOf: (rate: string) => `${rate} pesan/detik yang diminta`,
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
    resent: "pesan dikirim ulang",
    reconnections: "koneksi dibuat ulang",
  },
  plotTitle: "Latensi menurut persentil",
  plotX: "persentil",
  plotY: "latensi (ms)",
  plotMax: "terlama",
  mismatch: (came: string, expected: string) =>
    `jawaban yang salah: ${came}, padahal seharusnya ${expected}.`,
  textHint: "Samakan --unit dan --lang dengan yang dipakai server.",
  interrupted: "dihentikan sebelum selesai",
  connectionLost: (address: string, code: string) =>
    `koneksi dengan ${address} terputus sebelum semua jawaban datang (${code}).`,
  timedOut: (address: string) =>
    `jawaban dari ${address} tidak datang pada waktunya. Naikkan --timeout jika server memang lambat.`,
  tryText: "Untuk server yang hanya mengenal teks, pakai --mode text.",
  unasked: (address: string) => `server di ${address} mengirim jawaban tanpa ada pesan.`,
  refused: (address: string, detail: string) => `server di ${address} menutup koneksi dengan ${detail}.`,
  tooManyFiles: (code: string) =>
    `terlalu banyak koneksi untuk proses ini (${code}). Kurangi --connections, atau naikkan batas dengan ulimit -n.`,
  otherFailure: (address: string, code: string, detail: string) =>
    `koneksi dengan ${address} gagal: ${detail} (${code}).`,
};

const en: typeof id = {
  ...COMMON_WORDING.en,
  description: "Loads a server with messages, checks every answer, and measures rate and latency.",
  options: {
    ...COMMON_WORDING.en.options,
    host: "address of the server; over several, with commas between them, connections are spread",
    connections: "number of connections",
    pipeline: "messages in flight on each connection",
    messages: "number of messages in all",
    duration: "seconds to send for, instead of --messages",
    rate: "messages a second in all, instead of --pipeline; latency counts from when a message should have left",
    size: "size of each message in bytes of UTF-8",
    textKind: "what messages consist of",
    unit: "what is counted; several with commas between them, or the option repeated",
    mode: "how the server is spoken to",
    resend: "send messages again whose connection is lost, or closed with an error from 17 to 19",
    timeout: "give up when for so many seconds nothing moves on a connection",
    lang: "language, also that of the answers expected in text mode",
    json: "print the results as one JSON object",
    csv: "print settings and results as two lines of CSV",
    plot: "draw the distribution of latency into this SVG file",
  },
  examples: [
    ["hitung-bench --messages 1000000", "a million messages"],
    ["hitung-bench --duration 10 --json", "ten seconds, for other programs"],
    ["hitung-bench --plot latency.svg", "with a drawing"],
    ["hitung-bench --mode text --lang en", "a server in text mode"],
  ],
  exitCodes: {
    ...COMMON_WORDING.en.exitCodes,
    0: "every answer is right",
    1: "an answer is wrong, a connection failed, or a file cannot be written",
  },
  oneUnitInText: "in text mode a server counts one unit only: give one --unit, which is the server's",
  plotUnwritable: (file, reason) => `cannot write ${file} (${reason}). Check --plot.`,
  setting: (size, kind, connections, flow) =>
    `${size} ${size === "1" ? "byte" : "bytes"} ${kind}, connections: ${connections}, ${flow}`,
  pipelineOf: (pipeline) => `pipeline: ${pipeline}`,
  rateOf: (rate) => `asked for ${rate} messages/s`,
  progress: (messages, rate, seconds) =>
    `${messages} ${messages === "1" ? "message" : "messages"}, ${rate} messages/s, ${seconds} s`,
  rows: {
    messages: "messages",
    seconds: "seconds",
    messagesPerSecond: "messages/s",
    bytesPerSecond: "bytes/s",
    latency: (name) => `latency ${name}`,
    wrong: "wrong answers",
    errors: "errors",
    resent: "messages sent again",
    reconnections: "connections made anew",
  },
  plotTitle: "Latency by percentile",
  plotX: "percentile",
  plotY: "latency (ms)",
  plotMax: "max",
  mismatch: (came, expected) => `a wrong answer: ${came}, where ${expected} was expected.`,
  textHint: "Give the same --unit and --lang as the server has.",
  interrupted: "stopped before the end",
  connectionLost: (address, code) => `a connection to ${address} was lost before all answers came (${code}).`,
  timedOut: (address) =>
    `answers from ${address} did not come in time. Raise --timeout if the server is that slow.`,
  tryText: "For a server that knows only text, use --mode text.",
  unasked: (address) => `the server on ${address} sent an answer to no message.`,
  refused: (address, detail) => `the server on ${address} closed a connection with ${detail}.`,
  tooManyFiles: (code) =>
    `too many connections for this process (${code}). Lower --connections, or raise the limit with ulimit -n.`,
  otherFailure: (address, code, detail) => `a connection to ${address} failed: ${detail} (${code}).`,
};

/** What `hitung-bench` says, in each language. */
export const WORDING: Readonly<Record<Language, typeof id>> = { id, en };
