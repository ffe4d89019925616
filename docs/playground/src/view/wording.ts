import { type FieldName, type Language, TEXT_PAUSE_MS, type Unit, type Utf8Fault } from "@hitung/protocol";
import type { Row } from "../machine/grid.js";
import type { HexProblem } from "../machine/hex.js";
import type { PresetId } from "../machine/presets.js";
import type { Server } from "../machine/servers.js";
import type { Ending } from "../machine/state.js";

/** All that the page says, in one language. */
export interface Wording {
  readonly title: string;
  readonly intro: string;
  readonly offline: string;
  readonly link: string;
  readonly badLink: (parts: string) => string;
  readonly pages: string;
  readonly more: readonly (readonly [text: string, address: string])[];

  readonly messages: string;
  readonly message: (number: number) => string;
  readonly add: string;
  readonly remove: string;
  readonly asText: string;
  readonly asHex: string;
  readonly typed: string;
  readonly lineEnds: string;
  readonly presets: string;
  readonly presetNames: Readonly<Record<PresetId, string>>;
  readonly mixedLineEnds: string;
  readonly atLimit: (most: number) => string;
  readonly badHex: (problem: HexProblem) => string;

  readonly text: string;
  readonly textAbout: string;
  readonly units: Readonly<Record<Unit, string>>;
  readonly whoCounts: Readonly<Record<Unit, string>>;
  readonly counts: string;
  readonly unit: string;
  readonly count: string;
  readonly who: string;
  readonly noCount: (offset: number) => string;
  readonly grid: string;
  readonly gridHelp: string;
  readonly rows: Readonly<Record<Row, string>>;
  readonly cell: Readonly<Record<Row, (number: number) => string>>;
  readonly noCharacter: string;
  readonly nameNotHere: (block: string) => string;
  readonly sizes: (codePoints: number, utf16: number, bytes: number) => string;
  readonly firstBytes: (shown: number, all: number) => string;
  readonly empty: string;

  readonly wire: string;
  readonly wireAbout: string;
  readonly mode: string;
  readonly modes: Readonly<Record<"frames" | "text", string>>;
  readonly askedUnits: string;
  readonly serverUnit: string;
  readonly replyLanguage: string;
  readonly languages: Readonly<Record<Language, string>>;
  readonly ending: string;
  readonly endings: readonly (readonly [Ending, string])[];
  readonly request: string;
  readonly reply: string;
  readonly bytes: (count: number) => string;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly moreBytes: (count: number) => string;
  readonly noUnits: string;
  readonly speaksFrames: string;

  readonly cut: string;
  readonly cutAbout: string;
  readonly cutPlace: (at: number) => string;
  readonly cutStates: readonly [none: string, cut: string, pause: string];
  readonly cutHelp: string;
  readonly cutEvery: string;
  readonly cutAt1024: string;
  readonly cutRandom: string;
  readonly cutNone: string;
  readonly pauseAll: string;
  readonly cutNumber: string;
  readonly cutHere: string;
  readonly oneRecv: string;
  readonly oneRecvGets: (size: number) => string;
  readonly oneRecvAnswers: (count: number) => string;
  readonly oneRecvLineEnd: string;
  readonly oneRecvDies: string;
  readonly oneRecvUnread: (bytes: number) => string;
  readonly oneRecvRight: string;
  readonly ours: string;
  readonly piece: string;
  readonly after: string;
  readonly sent: string;
  readonly pieceName: (number: number, size: number) => string;
  readonly pauseName: string;
  readonly endName: string;
  readonly between: string;
  readonly closed: string;
  readonly inHeader: (have: number, size: number) => string;
  readonly inPayload: (have: number, size: number) => string;
  readonly inMessage: string;
  readonly inTelnet: string;
  readonly inLine: (have: number) => string;
  readonly characters: (count: number) => string;
  readonly held: (bytes: number) => string;
  readonly knownInvalid: string;
  readonly waits: string;
  readonly noReply: string;
  readonly morePieces: (count: number) => string;

  readonly errors: string;
  readonly errorsAbout: string;
  readonly valid: string;
  readonly faultAt: (offset: number, bytes: string, next: string) => string;
  readonly faults: Readonly<Record<Utf8Fault, string>>;
  readonly moreFaults: (count: number) => string;
  readonly table: string;
  readonly byteColumn: (number: number) => string;
  readonly rowOf: string;
  readonly brokenRow: string;
  readonly serversTitle: string;
  readonly server: string;
  readonly finds: string;
  readonly servers: Readonly<Record<Server["id"], string>>;
}

const HOME = "https://github.com/hitung/hitung";

export const WORDING: Readonly<Record<Language, Wording>> = {
  en: {
    title: "What is a character?",
    intro:
      "A text is clusters, code points, code units and bytes. On the wire it is bytes alone, and TCP cuts them where it likes. This page shows it with the code of the hitung server itself.",
    offline: "Nothing leaves this page: no text, no request.",
    link: "Link to this example",
    badLink: (parts) =>
      `The link has parts that this page does not understand: ${parts}. The defaults are used instead.`,
    pages: "Other pages",
    more: [
      ["How it works", `${HOME}/blob/main/docs/analysis.md`],
      ["The protocol", `${HOME}/blob/main/packages/protocol/PROTOCOL.md`],
      ["Worksheet", `${HOME}/blob/main/docs/worksheet.md`],
      ["hitung", HOME],
    ],
    messages: "Messages",
    message: (number) => `Message ${number}`,
    add: "Add a message",
    remove: "Remove this message",
    asText: "text",
    asHex: "bytes, in hexadecimal",
    typed: "The message",
    lineEnds: "Line ends in it",
    presets: "Examples",
    presetNames: {
      sample: "the sample",
      family: "a family",
      composed: "é, one code point",
      decomposed: "é, two code points",
      flag: "a flag",
      hindi: "Hindi",
      korean: "Korean, in jamo",
      skin: "emoji, skin tone",
      crlf: "CR LF",
      long: "more than 1024 bytes",
      invalid: "not UTF-8",
    },
    mixedLineEnds: "Its line ends differ. A change in the box makes all of them alike; as bytes they stay.",
    atLimit: (most) => `The page takes the first ${most} bytes of a message.`,
    badHex: ({ at, character }) =>
      character === ""
        ? "The last byte is not complete: a byte is two digits, 00 to FF."
        : `“${character}” at place ${at + 1} is no hexadecimal digit: a byte is two of 0-9 and A-F. What comes before it is taken.`,

    text: "Text",
    textAbout: "Four units, four counts, all of them right.",
    units: {
      graphemes: "grapheme clusters",
      codePoints: "code points",
      utf16: "UTF-16 code units",
      bytes: "bytes of UTF-8",
    },
    whoCounts: {
      graphemes: "a person who reads the screen; Swift .count",
      codePoints: "Python len(), Ruby .length; hitung, unless asked for another unit",
      utf16: "JavaScript, Java, C# .length",
      bytes: "Go and Rust len(), C strlen(); files and wires",
    },
    counts: "The four counts",
    unit: "Unit",
    count: "Count",
    who: "Who counts so",
    noCount: (offset) => `No character count: the bytes are not UTF-8 (byte ${offset + 1}).`,
    grid: "The text in four units",
    gridHelp: "Point at a cell, or go there with the arrow keys: what it covers is marked in the other rows.",
    rows: { clusters: "clusters", codePoints: "code points", utf16: "UTF-16", bytes: "bytes" },
    cell: {
      clusters: (number) => `cluster ${number}`,
      codePoints: (number) => `code point ${number}`,
      utf16: (number) => `UTF-16 code unit ${number}`,
      bytes: (number) => `byte ${number}`,
    },
    noCharacter: "no character",
    nameNotHere: (block) => `a character of the block ${block}, whose name this page does not hold`,
    sizes: (codePoints, utf16, bytes) =>
      `${codePoints} ${codePoints === 1 ? "code point" : "code points"}, ${utf16} ${utf16 === 1 ? "UTF-16 code unit" : "UTF-16 code units"}, ${bytes} ${bytes === 1 ? "byte" : "bytes"}`,
    firstBytes: (shown, all) => `The first ${shown} of ${all} bytes are shown; all are counted.`,
    empty: "The message is empty. Type something, or take an example.",

    wire: "Wire",
    wireAbout: "What the client sends for these messages, one after the other, and what the server replies.",
    mode: "Mode",
    modes: { frames: "frames", text: "text" },
    askedUnits: "Count in",
    serverUnit: "The server counts",
    replyLanguage: "The server answers in",
    languages: { id: "Indonesian", en: "English" },
    ending: "A message ends with",
    endings: [
      ["\n", "LF"],
      ["\r\n", "CR LF"],
      ["", "nothing (a pause, or the end of the stream)"],
    ],
    request: "Request",
    reply: "Reply",
    bytes: (count) => `${count} ${count === 1 ? "byte" : "bytes"}`,
    fields: {
      kind: "kind",
      units: "units",
      code: "error code",
      length: "length",
      count: "count",
      payload: "text",
      text: "line",
    },
    moreBytes: (count) => `… and ${count} more`,
    noUnits: "none",
    speaksFrames: "The first byte is F8 to FE: the server takes this connection for one that speaks frames.",

    cut: "Cut",
    cutAbout:
      "TCP carries bytes, not messages: one recv may return a part of a message, or several. Choose where the stream is cut.",
    cutPlace: (at) => `after byte ${at}`,
    cutStates: ["not cut", "cut", "cut, then a pause"],
    cutHelp: "Click between two bytes, or go there with the arrow keys and press Enter.",
    cutEvery: "every byte",
    cutAt1024: "every 1024 bytes",
    cutRandom: "random",
    cutNone: "no cuts",
    pauseAll: `a pause of more than ${TEXT_PAUSE_MS} ms at each cut`,
    cutNumber: "Cut after byte",
    cutHere: "Cut",
    oneRecv: "A server with one recv(1024)",
    oneRecvGets: (size) =>
      `It gets ${size} ${size === 1 ? "byte" : "bytes"}, and takes them for the message.`,
    oneRecvAnswers: (count) => `It answers ${count}.`,
    oneRecvLineEnd: "It counts the line ends, too.",
    oneRecvDies: "It dies, and nobody gets an answer:",
    oneRecvUnread: (bytes) =>
      bytes === 1 ? "1 more byte is never read." : `${bytes} more bytes are never read.`,
    oneRecvRight: "It got all that was sent. That is luck: nothing promises it.",
    ours: "hitung-server, piece by piece",
    piece: "Piece",
    after: "What its decoder knows then",
    sent: "What it answers",
    pieceName: (number, size) => `${number}: ${size} ${size === 1 ? "byte" : "bytes"}`,
    pauseName: "pause",
    endName: "the end of the stream",
    between: "between two messages",
    closed: "the connection is closed",
    inHeader: (have, size) => `in a header: ${have} of ${size} bytes`,
    inPayload: (have, size) => `in a text: ${have} of ${size} bytes`,
    inMessage: "in a message, of which more frames are to come",
    inTelnet: "in the stream of a Telnet client: its commands are answered, its lines are counted",
    inLine: (have) => `in a line: ${have} ${have === 1 ? "byte" : "bytes"}`,
    characters: (count) => `${count} ${count === 1 ? "character" : "characters"} so far`,
    held: (bytes) => `keeps ${bytes} ${bytes === 1 ? "byte" : "bytes"} of a cut character`,
    knownInvalid: "not UTF-8: the rest of the message is skipped",
    waits: "a pause now would end the message",
    noReply: "nothing",
    morePieces: (count) => `… and ${count} more ${count === 1 ? "piece" : "pieces"}`,

    errors: "Errors",
    errorsAbout:
      "Not all bytes are UTF-8. Table 3-7 of the Unicode Standard tells which are: nine rows, a range for each byte.",
    valid: "These bytes are well-formed UTF-8. Take the example “not UTF-8”.",
    faultAt: (offset, bytes, next) =>
      `At byte ${offset + 1} (offset ${offset}): ${bytes}${next && `, then ${next}`}`,
    faults: {
      continuation: "a continuation (80 to BF) where a character has to start: no row begins with it",
      overlong:
        "a longer form of a character that needs fewer bytes: no row allows it, so that a character has one form only",
      surrogate:
        "it would be a surrogate (U+D800 to U+DFFF), which is half of a character of UTF-16: after ED the row ends at 9F",
      "too-large": "it would be above U+10FFFF, the last code point: the rows end at F4 8F",
      "no-lead": "F8 to FF start no character: no row begins with them",
      interrupted: "the character is not complete, and what follows is no continuation",
      unfinished: "the message ends inside a character",
    },
    moreFaults: (count) => `… and ${count} more ${count === 1 ? "fault" : "faults"}`,
    table: "Table 3-7: well-formed sequences of bytes",
    byteColumn: (number) => `byte ${number}`,
    rowOf: "occurs",
    brokenRow: "broken",
    serversTitle: "What each kind of server answers",
    server: "Server",
    finds: "It finds",
    servers: {
      hitung: "hitung: refuses what is not UTF-8, and answers the next message",
      python: "Python, strict: dies, unless it catches the error",
      "python-replace": "Python with U+FFFD for what is no character",
      javascript: "JavaScript: U+FFFD likewise, and counts UTF-16",
      go: "Go: one for each bad byte",
      c: "C: counts bytes up to the first NUL",
    },
  },
  id: {
    title: "Apa itu karakter?",
    intro:
      "Sebuah teks terdiri atas grapheme cluster, code point, code unit, dan byte. Di jaringan hanya ada byte, dan TCP memotongnya di mana saja. Halaman ini memperlihatkannya dengan kode server hitung sendiri.",
    offline: "Tidak ada yang keluar dari halaman ini: tidak ada teks, tidak ada permintaan.",
    link: "Tautan ke contoh ini",
    badLink: (parts) =>
      `Tautan ini punya bagian yang tidak dipahami halaman ini: ${parts}. Sebagai gantinya dipakai nilai bawaan.`,
    pages: "Halaman lain",
    more: [
      ["Cara kerjanya", `${HOME}/blob/main/docs/analisis.md`],
      ["Protokolnya", `${HOME}/blob/main/packages/protocol/PROTOCOL.md`],
      ["Lembar kerja", `${HOME}/blob/main/docs/lembar-kerja.md`],
      ["hitung", HOME],
    ],
    messages: "Pesan",
    message: (number) => `Pesan ${number}`,
    add: "Tambah pesan",
    remove: "Hapus pesan ini",
    asText: "teks",
    asHex: "byte, heksadesimal",
    typed: "Isi pesan",
    lineEnds: "Akhir baris di dalamnya",
    presets: "Contoh",
    presetNames: {
      sample: "contoh dari soal",
      family: "keluarga",
      composed: "é, satu code point",
      decomposed: "é, dua code point",
      flag: "bendera",
      hindi: "Hindi",
      korean: "Korea, jamo terpisah",
      skin: "emoji, warna kulit",
      crlf: "CR LF",
      long: "lebih dari 1024 byte",
      invalid: "bukan UTF-8",
    },
    mixedLineEnds:
      "Akhir barisnya tidak sama. Perubahan di kotak menyamakannya; sebagai byte semuanya tetap.",
    atLimit: (most) => `Halaman ini mengambil ${most} byte pertama dari sebuah pesan.`,
    badHex: ({ at, character }) =>
      character === ""
        ? "Byte terakhir tidak lengkap: satu byte ialah dua digit, 00 sampai FF."
        : `“${character}” di tempat ke-${at + 1} bukan digit heksadesimal: satu byte ialah dua dari 0-9 dan A-F. Yang sebelumnya dipakai.`,

    text: "Teks",
    textAbout: "Empat satuan, empat hasil, semuanya benar.",
    units: {
      graphemes: "grapheme cluster",
      codePoints: "code point",
      utf16: "code unit UTF-16",
      bytes: "byte UTF-8",
    },
    whoCounts: {
      graphemes: "orang yang membaca layar; .count di Swift",
      codePoints: "len() di Python, .length di Ruby; hitung, kecuali diminta satuan lain",
      utf16: ".length di JavaScript, Java, dan C#",
      bytes: "len() di Go dan Rust, strlen() di C; berkas dan jaringan",
    },
    counts: "Keempat hasil",
    unit: "Satuan",
    count: "Jumlah",
    who: "Siapa yang menghitung begitu",
    noCount: (offset) =>
      `Karakternya tidak dapat dihitung: byte-byte ini bukan UTF-8 (byte ke-${offset + 1}).`,
    grid: "Teks dalam empat satuan",
    gridHelp:
      "Tunjuk sebuah sel, atau pergi ke sana dengan tombol panah: yang dicakupnya ditandai di baris lain.",
    rows: { clusters: "cluster", codePoints: "code point", utf16: "UTF-16", bytes: "byte" },
    cell: {
      clusters: (number) => `cluster ke-${number}`,
      codePoints: (number) => `code point ke-${number}`,
      utf16: (number) => `code unit UTF-16 ke-${number}`,
      bytes: (number) => `byte ke-${number}`,
    },
    noCharacter: "bukan karakter",
    nameNotHere: (block) => `karakter dari blok ${block}, yang namanya tidak ada di halaman ini`,
    sizes: (codePoints, utf16, bytes) => `${codePoints} code point, ${utf16} code unit UTF-16, ${bytes} byte`,
    firstBytes: (shown, all) => `${shown} byte pertama dari ${all} ditampilkan; semuanya dihitung.`,
    empty: "Pesan ini kosong. Ketik sesuatu, atau ambil sebuah contoh.",

    wire: "Jaringan",
    wireAbout: "Yang dikirim klien untuk pesan-pesan ini, satu demi satu, dan jawaban server.",
    mode: "Mode",
    modes: { frames: "frame", text: "teks" },
    askedUnits: "Hitung dalam",
    serverUnit: "Server menghitung",
    replyLanguage: "Server menjawab dalam",
    languages: { id: "bahasa Indonesia", en: "bahasa Inggris" },
    ending: "Pesan diakhiri dengan",
    endings: [
      ["\n", "LF"],
      ["\r\n", "CR LF"],
      ["", "tanpa apa-apa (jeda, atau akhir aliran)"],
    ],
    request: "Permintaan",
    reply: "Jawaban",
    bytes: (count) => `${count} byte`,
    fields: {
      kind: "jenis",
      units: "satuan",
      code: "kode galat",
      length: "panjang",
      count: "hasil",
      payload: "teks",
      text: "baris",
    },
    moreBytes: (count) => `… dan ${count} lagi`,
    noUnits: "tidak ada",
    speaksFrames: "Byte pertama F8 sampai FE: server menganggap koneksi ini berbicara frame.",

    cut: "Potong",
    cutAbout:
      "TCP membawa byte, bukan pesan: satu recv dapat mengembalikan sebagian pesan, atau beberapa pesan. Pilih di mana aliran dipotong.",
    cutPlace: (at) => `setelah byte ke-${at}`,
    cutStates: ["tidak dipotong", "dipotong", "dipotong, lalu jeda"],
    cutHelp: "Klik di antara dua byte, atau pergi ke sana dengan tombol panah dan tekan Enter.",
    cutEvery: "setiap byte",
    cutAt1024: "setiap 1024 byte",
    cutRandom: "acak",
    cutNone: "tidak dipotong",
    pauseAll: `jeda lebih dari ${TEXT_PAUSE_MS} ms di setiap titik potong`,
    cutNumber: "Potong setelah byte ke-",
    cutHere: "Potong",
    oneRecv: "Server dengan satu recv(1024)",
    oneRecvGets: (size) => `Ia menerima ${size} byte, dan menganggapnya seluruh pesan.`,
    oneRecvAnswers: (count) => `Ia menjawab ${count}.`,
    oneRecvLineEnd: "Ia menghitung akhir baris juga.",
    oneRecvDies: "Ia mati, dan tidak ada yang mendapat jawaban:",
    oneRecvUnread: (bytes) => `${bytes} byte lagi tidak pernah dibaca.`,
    oneRecvRight: "Ia menerima semua yang dikirim. Itu kebetulan: tidak ada yang menjaminnya.",
    ours: "hitung-server, potongan demi potongan",
    piece: "Potongan",
    after: "Yang diketahui dekoder sesudahnya",
    sent: "Jawabannya",
    pieceName: (number, size) => `${number}: ${size} byte`,
    pauseName: "jeda",
    endName: "akhir aliran",
    between: "di antara dua pesan",
    closed: "koneksi ditutup",
    inHeader: (have, size) => `di dalam kepala frame: ${have} dari ${size} byte`,
    inPayload: (have, size) => `di dalam teks: ${have} dari ${size} byte`,
    inMessage: "di dalam pesan yang masih dilanjutkan frame berikutnya",
    inTelnet: "di dalam aliran klien Telnet: perintahnya dijawab, barisnya dihitung",
    inLine: (have) => `di dalam baris: ${have} byte`,
    characters: (count) => `${count} karakter sejauh ini`,
    held: (bytes) => `menyimpan ${bytes} byte dari karakter yang terpotong`,
    knownInvalid: "bukan UTF-8: sisa pesan dilewati",
    waits: "jeda sekarang akan mengakhiri pesan",
    noReply: "tidak ada",
    morePieces: (count) => `… dan ${count} potongan lagi`,

    errors: "Galat",
    errorsAbout:
      "Tidak semua byte adalah UTF-8. Tabel 3-7 Standar Unicode menyebutkan yang sah: sembilan baris, satu rentang untuk tiap byte.",
    valid: "Byte-byte ini UTF-8 yang sah. Ambil contoh “bukan UTF-8”.",
    faultAt: (offset, bytes, next) =>
      `Di byte ke-${offset + 1} (offset ${offset}): ${bytes}${next && `, lalu ${next}`}`,
    faults: {
      continuation:
        "byte lanjutan (80 sampai BF) di tempat karakter seharusnya dimulai: tidak ada baris yang diawali byte ini",
      overlong:
        "bentuk lebih panjang dari karakter yang perlu lebih sedikit byte: tidak ada baris yang mengizinkannya, agar karakter hanya punya satu bentuk",
      surrogate:
        "ini akan menjadi surrogate (U+D800 sampai U+DFFF), setengah karakter UTF-16: setelah ED barisnya berakhir di 9F",
      "too-large": "ini akan melewati U+10FFFF, code point terakhir: baris-barisnya berakhir di F4 8F",
      "no-lead": "F8 sampai FF tidak mengawali karakter: tidak ada baris yang diawali byte ini",
      interrupted: "karakternya tidak lengkap, dan yang berikutnya bukan byte lanjutan",
      unfinished: "pesan berakhir di dalam sebuah karakter",
    },
    moreFaults: (count) => `… dan ${count} galat lagi`,
    table: "Tabel 3-7: urutan byte yang sah",
    byteColumn: (number) => `byte ke-${number}`,
    rowOf: "ada",
    brokenRow: "dilanggar",
    serversTitle: "Jawaban tiap jenis server",
    server: "Server",
    finds: "Yang didapatnya",
    servers: {
      hitung: "hitung: menolak yang bukan UTF-8, dan menjawab pesan berikutnya",
      python: "Python, ketat: mati, kecuali galatnya ditangkap",
      "python-replace": "Python dengan U+FFFD untuk yang bukan karakter",
      javascript: "JavaScript: U+FFFD juga, dan menghitung UTF-16",
      go: "Go: satu untuk tiap byte yang salah",
      c: "C: menghitung byte sampai NUL pertama",
    },
  },
};
