import { ErrorCode, type Language } from "@hitung/protocol";

const ID_ERRORS: Readonly<Record<number, string>> = {
  [ErrorCode.INVALID_UTF8]: "bukan UTF-8 yang sah",
  [ErrorCode.MESSAGE_TOO_LARGE]: "pesan terlalu besar",
  [ErrorCode.INVALID_UNITS]: "satuan tidak dikenal",
  [ErrorCode.BAD_FRAME]: "bingkai tidak sah",
  [ErrorCode.IDLE]: "terlalu lama diam",
};

const EN_ERRORS: typeof ID_ERRORS = {
  [ErrorCode.INVALID_UTF8]: "not valid UTF-8",
  [ErrorCode.MESSAGE_TOO_LARGE]: "message too large",
  [ErrorCode.INVALID_UNITS]: "unknown units",
  [ErrorCode.BAD_FRAME]: "bad frame",
  [ErrorCode.IDLE]: "idle for too long",
};

const id = {
  description: "Menjawab setiap pesan dengan jumlah karakternya.",
  usage: "[opsi]",
  options: {
    host: "alamat tempat mendengarkan",
    port: "port TCP, 0 sampai 65535; 0 memilih port yang bebas",
    socket: "soket Unix tempat mendengarkan, sebagai ganti alamat dan port",
    socketMode: "izin soket itu dalam angka oktal, misalnya 660",
    tlsCert: "sertifikat TLS (PEM); dibaca ulang pada SIGHUP",
    tlsKey: "kunci privat sertifikat itu (PEM)",
    lang: "bahasa jawaban",
    unit: "yang dihitung mode teks",
    workers: "proses yang melayani; auto berarti sebanyak prosesor",
    maxConnections: "klien yang dilayani sekaligus; selebihnya ditolak",
    idleTimeout: "detik tanpa kemajuan sampai koneksi ditutup; 0 berarti tidak pernah",
    maxConnectionAge:
      "detik sampai koneksi bingkai ditutup di antara dua pesan, agar klien tersebar ke server lain; 0 berarti tidak pernah",
    drainTimeout: "detik menunggu klien ketika server berhenti",
    maxMessage: "pesan terbesar dalam byte; K, M, G berarti pangkat 1024",
    proxyProtocol:
      "setiap koneksi diawali header protokol PROXY (versi 1 atau 2) dari perantara di depan server",
    logLevel: "catatan yang ditampilkan",
    logMessages: "tampilkan juga setiap pesan dan pengirimnya",
    metricsPort: "port HTTP untuk /metrics, /healthz dan /readyz",
    metricsHost: "alamat port itu",
    version: "tampilkan versi",
    help: "tampilkan bantuan ini",
  },
  titles: { usage: "Pemakaian:", options: "Opsi:", examples: "Contoh:", exitCodes: "Kode keluar:" },
  examples: {
    "hitung-server": "untuk mesin ini, di port 12345",
    "hitung-server --host 0.0.0.0": "juga untuk mesin lain",
    "hitung-server --port 0 --log-messages": "di port bebas; setiap pesan dicatat",
    "hitung-server --workers auto": "di semua inti prosesor",
    "hitung-server completion bash": "melengkapi dengan Tab; juga zsh, fish",
  },
  exitCodes: {
    0: "dihentikan dengan SIGINT, SIGTERM atau SIGQUIT",
    1: "server tidak dapat mulai, atau keluaran tidak dapat ditulisi",
    2: "pemakaian yang salah",
  },
  seconds: "detik",
  noLimit: "tanpa batas",
  never: "tidak pernah",
  umaskDefault: "menurut umask",
  connectionsDefault: "10000, atau batas deskriptor berkas dikurangi 64 bagi tiap proses",
  defaultValue: "bawaan",
  choices: "pilihan",
  variable: "variabel",
  allowed: (choices: string) => `Pilihan: ${choices}.`,
  empty: "Nilainya tidak boleh kosong.",
  portRange: "Port adalah bilangan bulat dari 0 sampai 65535.",
  countRange: "Jumlah adalah bilangan bulat dari 1 sampai 999999999.",
  workersRange: (most: number) => `Nilainya auto, atau bilangan bulat dari 1 sampai ${most}.`,
  modeRange: "Izin ditulis dengan tiga angka oktal, misalnya 660.",
  secondsRange: (most: number) => `Waktu adalah bilangan detik dari 0 sampai ${most}, misalnya 30 atau 0.5.`,
  sizeRange: "Ukuran adalah bilangan byte dari 1, boleh diakhiri K, M atau G, misalnya 64K.",
  unknownOption: (option: string, nearest: string | undefined) =>
    `opsi ${option} tidak dikenal${nearest === undefined ? "" : `. Maksudnya ${nearest}?`}`,
  missingValue: (option: string) => `opsi ${option} memerlukan nilai`,
  invalidValue: (option: string, value: string, allowed: string) =>
    `nilai '${value}' untuk opsi ${option} tidak sah. ${allowed}`,
  excessArguments: "argumen selain opsi tidak diterima",
  completionUsage: (shells: string) =>
    `completion memerlukan salah satu dari ${shells}, dan tidak menerima opsi selain --lang`,
  socketOrPort: "--socket berlaku sebagai ganti --host dan --port. Berikan salah satunya.",
  halfTls: "--tls-cert dan --tls-key hanya berguna bersama-sama. Berikan keduanya.",
  modeWithoutSocket: "--socket-mode hanya berlaku untuk --socket. Berikan juga --socket.",
  seeHelp: "Lihat hitung-server --help.",
  unwritable: (reason: string) => `keluaran standar tidak dapat ditulisi (${reason}).`,
  unreadableTls: (cert: string, key: string, reason: string) =>
    `Sertifikat ${cert} dan kunci ${key} tidak dapat dipakai: ${reason}`,
  portInUse: (port: number, host: string) =>
    `Port ${port} di ${host} sudah dipakai program lain. Hentikan program itu, atau pilih port lain dengan --port (0 memilih yang bebas).`,
  portForbidden: (port: number) =>
    `Port ${port} tidak boleh dipakai tanpa hak khusus. Pilih port di atas 1023 dengan --port.`,
  unknownHost: (host: string, code: string) =>
    `Host ${host} bukan alamat mesin ini (${code}). Pilih alamat lain dengan --host, misalnya 127.0.0.1 atau 0.0.0.0.`,
  cannotListen: (host: string, port: number, reason: string) =>
    `Server tidak dapat mendengarkan di ${host} port ${port}: ${reason}`,
  socketInUse: (path: string) =>
    `Soket ${path} sudah dipakai: ada server lain di sana, atau berkas yang bukan soket. Pilih tempat lain dengan --socket.`,
  cannotListenOnSocket: (path: string, reason: string) =>
    `Server tidak dapat mendengarkan di soket ${path}: ${reason}`,
  cannotListenOnDescriptor: (descriptor: number, reason: string) =>
    `Server tidak dapat mendengarkan di deskriptor ${descriptor} yang diwarisinya: ${reason}. Periksa soket pada unit systemd.`,
  severalDescriptors: (sockets: number) =>
    `Server mewarisi ${sockets} soket (LISTEN_FDS), tetapi hanya mendengarkan di satu. Berikan satu soket saja.`,
  noWorkers: "--workers tidak tersedia di sistem ini. Jalankan tanpa opsi itu.",
  cannotListenForMetrics: (host: string, port: number, reason: string) =>
    `Metrik tidak dapat disajikan di ${host} port ${port}: ${reason}. Pilih port lain dengan --metrics-port.`,
  log: {
    listening: (address: string) => `Server mendengarkan di ${address}. Ctrl-C menghentikannya.`,
    tryIt: (client: string, nc: string) => `Dari terminal lain: ${client}, atau ${nc}`,
    metrics: (url: string) => `Metrik ada di ${url}/metrics, juga /healthz dan /readyz.`,
    manyConnections: (connections: number, limit: number) =>
      `--max-connections ${connections} melebihi batas deskriptor berkas (${limit}). Naikkan dengan ulimit -n.`,
    draining: (connections: number, seconds: number) =>
      `Server tidak menerima klien lagi; ${connections} koneksi diakhiri dalam paling lama ${seconds} detik. Sinyal kedua langsung mengakhiri.`,
    stopped: "Server berhenti.",
    refused: (peer: string, connections: number) =>
      `Klien ${peer} ditolak: sudah ada ${connections} koneksi.`,
    refusedMore: (clients: number, connections: number) =>
      `${clients} klien lagi ditolak: sudah ada ${connections} koneksi.`,
    rejected: (peer: string, detail: string) =>
      `Koneksi dari ${peer} ditutup, tanpa header PROXY yang sah: ${detail}`,
    rejectedMore: (connections: number) =>
      `${connections} koneksi lagi ditutup, tanpa header PROXY yang sah.`,
    workerListens: (pid: number) => `Proses pelayan ${pid} mendengarkan.`,
    workerDied: (pid: number, how: string, seconds: number) =>
      `Proses pelayan ${pid} berakhir (${how}). Penggantinya dimulai ${seconds === 0 ? "sekarang" : `dalam ${seconds} detik`}.`,
    workerFailed: (reason: string) => `Proses pelayan tidak dapat mulai: ${reason}`,
    rolling: (workers: number) => `${workers} proses pelayan diganti satu per satu.`,
    rolled: "Semua proses pelayan sudah diganti.",
    notRolled: "Proses pelayan yang lama tetap melayani.",
    disconnected: (peer: string, messages: number) => `Koneksi ${peer} selesai: ${messages} pesan dijawab.`,
    broken: (peer: string, messages: number, reason: string) =>
      `Koneksi ${peer} putus setelah ${messages} pesan dijawab: ${reason}`,
    metricsFull: (connections: number) =>
      `Sudah ada ${connections} koneksi ke port metrik; setiap yang baru menggantikan yang paling lama.`,
    tlsReloaded: "Sertifikat TLS dibaca ulang.",
    tlsNotReloaded: "Sertifikat yang lama tetap dipakai.",
    nothingToReload: "SIGHUP diabaikan: tidak ada sertifikat TLS yang dapat dibaca ulang.",
    ignored: (signal: string) => `${signal} diabaikan: sinyal itu tidak berarti apa-apa bagi server ini.`,
    dropped: (lines: number) => `${lines} baris catatan hilang karena tidak dapat ditulis.`,
    request: "Request dari client",
    answer: "Jawaban",
    error: (code: number) => `galat ${code}${code in ID_ERRORS ? `, ${ID_ERRORS[code]}` : ""}`,
    unixSocket: "soket Unix",
  },
};

/** A number of things, such as "1 message" or "2 messages". */
function many(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

const en: typeof id = {
  description: "Answers each message with the number of its characters.",
  usage: "[options]",
  options: {
    host: "address to listen on",
    port: "TCP port, 0 to 65535; 0 picks a free one",
    socket: "Unix socket to listen on, instead of host and port",
    socketMode: "who may connect to it, in octal digits such as 660",
    tlsCert: "TLS certificate (PEM); read again at SIGHUP",
    tlsKey: "private key of this certificate (PEM)",
    lang: "language of the answers",
    unit: "what text mode counts",
    workers: "processes that serve; auto means as many as there are processors",
    maxConnections: "clients served at once; those beyond are refused",
    idleTimeout: "seconds without progress until a connection is closed; 0 means never",
    maxConnectionAge:
      "seconds until a connection of frames is closed between two messages, so that clients spread over other servers; 0 means never",
    drainTimeout: "seconds to wait for clients when the server stops",
    maxMessage: "largest message in bytes; K, M, G mean powers of 1024",
    proxyProtocol:
      "each connection begins with a PROXY protocol header (version 1 or 2) of a proxy in front of the server",
    logLevel: "what is logged",
    logMessages: "log each message and who sent it, too",
    metricsPort: "HTTP port for /metrics, /healthz and /readyz",
    metricsHost: "address of this port",
    version: "show the version",
    help: "show this help",
  },
  titles: { usage: "Usage:", options: "Options:", examples: "Examples:", exitCodes: "Exit codes:" },
  examples: {
    "hitung-server": "for this machine, on port 12345",
    "hitung-server --host 0.0.0.0": "for other machines as well",
    "hitung-server --port 0 --log-messages": "on a free port; each message is logged",
    "hitung-server --workers auto": "on all cores",
    "hitung-server completion bash": "completion with Tab; also zsh, fish",
  },
  exitCodes: {
    0: "stopped by SIGINT, SIGTERM or SIGQUIT",
    1: "the server cannot start, or the output cannot be written",
    2: "wrong usage",
  },
  seconds: "seconds",
  noLimit: "no limit",
  never: "never",
  umaskDefault: "as the umask says",
  connectionsDefault: "10000, or the limit of file descriptors less 64 for each process",
  defaultValue: "default",
  choices: "choices",
  variable: "variable",
  allowed: (choices) => `Choices: ${choices}.`,
  empty: "It cannot be empty.",
  portRange: "A port is a whole number from 0 to 65535.",
  countRange: "It is a whole number from 1 to 999999999.",
  workersRange: (most) => `It is auto, or a whole number from 1 to ${most}.`,
  modeRange: "A mode is three octal digits, such as 660.",
  secondsRange: (most) => `A time is a number of seconds from 0 to ${most}, such as 30 or 0.5.`,
  sizeRange: "A size is a number of bytes from 1, which may end with K, M or G, such as 64K.",
  unknownOption: (option, nearest) =>
    `unknown option ${option}${nearest === undefined ? "" : `. Did you mean ${nearest}?`}`,
  missingValue: (option) => `option ${option} needs a value`,
  invalidValue: (option, value, allowed) => `value '${value}' for option ${option} is not valid. ${allowed}`,
  excessArguments: "no arguments are taken besides options",
  completionUsage: (shells) => `completion takes one of ${shells}, and no option but --lang`,
  socketOrPort: "--socket stands instead of --host and --port. Give one of them.",
  halfTls: "--tls-cert and --tls-key are of use together only. Give both.",
  modeWithoutSocket: "--socket-mode is for --socket only. Give --socket, too.",
  seeHelp: "See hitung-server --help.",
  unwritable: (reason) => `standard output cannot be written to (${reason}).`,
  unreadableTls: (cert, key, reason) => `Certificate ${cert} and key ${key} cannot be used: ${reason}`,
  portInUse: (port, host) =>
    `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port with --port (0 picks a free one).`,
  portForbidden: (port) => `Port ${port} needs special rights. Choose a port above 1023 with --port.`,
  unknownHost: (host, code) =>
    `Host ${host} is no address of this machine (${code}). Choose another with --host, for example 127.0.0.1 or 0.0.0.0.`,
  cannotListen: (host, port, reason) => `The server cannot listen on ${host} port ${port}: ${reason}`,
  socketInUse: (path) =>
    `Socket ${path} is in use: another server is there, or a file that is no socket. Choose another place with --socket.`,
  cannotListenOnSocket: (path, reason) => `The server cannot listen on socket ${path}: ${reason}`,
  cannotListenOnDescriptor: (descriptor, reason) =>
    `The server cannot listen on descriptor ${descriptor}, which it has inherited: ${reason}. Check the socket of the systemd unit.`,
  severalDescriptors: (sockets) =>
    `The server has inherited ${sockets} sockets (LISTEN_FDS), but listens on one. Give it one only.`,
  noWorkers: "--workers is not available on this system. Start without it.",
  cannotListenForMetrics: (host, port, reason) =>
    `Metrics cannot be served on ${host} port ${port}: ${reason}. Choose another port with --metrics-port.`,
  log: {
    listening: (address) => `The server listens on ${address}. Ctrl-C stops it.`,
    tryIt: (client, nc) => `From another terminal: ${client}, or ${nc}`,
    metrics: (url) => `Metrics are at ${url}/metrics, and /healthz and /readyz.`,
    manyConnections: (connections, limit) =>
      `--max-connections ${connections} is more than the limit of file descriptors allows (${limit}). Raise it with ulimit -n.`,
    draining: (connections, seconds) =>
      `The server takes no more clients; ${connections} ${connections === 1 ? "connection ends" : "connections end"} within ${many(seconds, "second")}. A second signal ends it at once.`,
    stopped: "Server stopped.",
    refused: (peer, connections) =>
      `Client ${peer} was refused: the limit is ${many(connections, "connection")}.`,
    refusedMore: (clients, connections) =>
      `${clients} more ${clients === 1 ? "client was" : "clients were"} refused: the limit is ${many(connections, "connection")}.`,
    rejected: (peer, detail) =>
      `A connection from ${peer} was closed, as it has no valid PROXY header: ${detail}`,
    rejectedMore: (connections) =>
      `${connections} more ${connections === 1 ? "connection was" : "connections were"} closed for want of a valid PROXY header.`,
    workerListens: (pid) => `Worker ${pid} listens.`,
    workerDied: (pid, how, seconds) =>
      `Worker ${pid} has ended (${how}). Another one starts ${seconds === 0 ? "now" : `in ${many(seconds, "second")}`}.`,
    workerFailed: (reason) => `A worker cannot start: ${reason}`,
    rolling: (workers) =>
      `${many(workers, "worker")} ${workers === 1 ? "is" : "are"} replaced, one at a time.`,
    rolled: "All workers are replaced.",
    notRolled: "The old workers go on.",
    disconnected: (peer, messages) => `Connection ${peer} ended: ${many(messages, "message")} answered.`,
    broken: (peer, messages, reason) =>
      `Connection ${peer} broke after ${many(messages, "message")} answered: ${reason}`,
    metricsFull: (connections) =>
      `There are ${connections} connections to the metrics port; each new one takes the place of the oldest.`,
    tlsReloaded: "The TLS certificate was read again.",
    tlsNotReloaded: "The old certificate stays in use.",
    nothingToReload: "SIGHUP was ignored: there is no TLS certificate to read again.",
    ignored: (signal) => `${signal} was ignored: it means nothing to this server.`,
    dropped: (lines) =>
      `${many(lines, "line")} of the log got lost, as the output did not take ${lines === 1 ? "it" : "them"}.`,
    request: "Request from client",
    answer: "Answer",
    error: (code) => `error ${code}${code in EN_ERRORS ? `, ${EN_ERRORS[code]}` : ""}`,
    unixSocket: "Unix socket",
  },
};

/** What a person reads of `hitung-server`, in one language. */
export type Wording = typeof id;

/** What a person reads of `hitung-server`, in each language. */
export const WORDING: Readonly<Record<Language, Wording>> = { id, en };
