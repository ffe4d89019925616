// The sections of docs/benchmarks.md: which results each shows, and how.

import {
  dots,
  drawGrowth,
  drawLatencies,
  drawMemory,
  growth,
  latencies,
  memory,
  speeds,
  withFigure,
} from "./figures.js";

const MESSAGES = /^(\d+ connections?, pipeline \d+)$/;
const VISITS = /^visits, (.+)$/;
const LINES = /^lines of text mode, (.+)$/;
const GROWTH = /^messages by connections, (\d+)$/;
const IN_FLIGHT = /^memory by messages in flight, (\d+)$/;
const MEMORY = /^memory with (\d+) idle connections$/;

/**
 * @typedef {object} Section
 * @property {string} title
 * @property {string} package whose record it shows
 * @property {RegExp} match the titles of its results; the first group is the name of the case
 * @property {string} about what is measured
 * @property {boolean} [isCost] less is better
 * @property {boolean} [isOursAlone] the rows are not rivals
 * @property {string} [unit] of what is compared, where it is not that of the results
 * @property {(row: object) => number} [figureOf] what is compared; default: the speed
 * @property {(cases: import("./records.js").Case[]) => string} table
 * @property {string} [plot] its file
 * @property {(cases: import("./records.js").Case[], subtitle: string) => string} [draw]
 */

/** @type {Section[]} */
export const SECTIONS = [
  {
    title: "Code points in memory",
    package: "protocol",
    match: /^code points, (.+)$/,
    about:
      "UTF-8 in chunks of 64 KiB, as a socket delivers it at most, validated and counted. The byte loop does not validate, so it does less. `wc -m` is timed as a process with 48 MiB.",
    table: speeds,
    plot: "code-points.svg",
    draw: (cases, subtitle) => dots("Code points in memory", subtitle, cases),
  },
  {
    title: "Grapheme clusters in memory",
    package: "protocol",
    match: /^graphemes, (.+)$/,
    about:
      "The same for what a person sees as one character (UAX #29). `unicode-segmenter` counts in strings: once it decodes the same bytes first, once the string is there already, which is less work than ours. `Intl.Segmenter` takes quadratic time in Node 20 and gets eight lines.",
    table: speeds,
    plot: "graphemes.svg",
    draw: (cases, subtitle) => dots("Grapheme clusters in memory", subtitle, cases),
  },
  {
    title: "Grapheme boundaries in memory",
    package: "protocol",
    match: /^boundaries, (.+)$/,
    about:
      "Where each cluster ends, in a loop that uses each offset: `Segmenter`, which knows it in four units, against the iterator of `unicode-segmenter`, which knows it in UTF-16 code units. `segments()` makes three objects for each cluster, and starts from a string.",
    table: speeds,
  },
  {
    title: "Short messages in process",
    package: "protocol",
    match: /^short messages, (.+)$/,
    about:
      "Frames in, replies out, without a socket: 64 KiB full of messages, the same with somebody who watches each message, and chunks that hold a single one.",
    isOursAlone: true,
    table: speeds,
  },
  {
    title: "Messages a second",
    package: "server",
    match: MESSAGES,
    about:
      "Messages of 23 characters over loopback TCP, sent and checked by a generator in C (`scripts/shared/load.c`) that takes one core, while the server takes the other. The bare echo is the least that Node can do: it sends back what comes. Redis echoes the same text. A pipeline is how many messages leave before the first reply is read.",
    table: speeds,
    plot: "messages.svg",
    draw: (cases, subtitle) => dots("Messages a second", subtitle, cases),
  },
  {
    title: "Latency",
    package: "server",
    match: MESSAGES,
    about:
      "Of the runs above, in milliseconds from the first byte sent until the last reply of a pipeline is read. The generator sends the next message when the last is answered, so a stall delays few messages: these are not the percentiles of users who come at a rate of their own. `hitung-bench` measures the latency of any server of this kind and draws its distribution.",
    isCost: true,
    unit: "µs",
    figureOf: (row) => row.latency?.p99 ?? Number.NaN,
    table: latencies,
    plot: "latency.svg",
    draw: drawLatencies,
  },
  {
    title: "Processor time of a message",
    package: "server",
    match: /^processor time of a message, (.+)$/,
    about:
      "Of the same runs: what a message costs the process of the server, user and system time. Each server makes one `read` and one `write` for the messages of a pipeline that come together.",
    isCost: true,
    table: speeds,
  },
  {
    title: "Visits",
    package: "server",
    match: VISITS,
    about:
      "Clients that connect, ask once, read the answer and close; so many at once, and each that leaves is followed by another.",
    table: speeds,
    plot: "visits.svg",
    draw: (cases, subtitle) => dots("Visits", subtitle, cases),
  },
  {
    title: "Latency of visits",
    package: "server",
    match: VISITS,
    about: "Of the same runs, in milliseconds from `connect` until the answer is read.",
    isCost: true,
    unit: "µs",
    figureOf: (row) => row.latency?.p99 ?? Number.NaN,
    table: latencies,
  },
  {
    title: "Processor time of a visit",
    package: "server",
    match: /^processor time of a visit, (.+)$/,
    about: "Of the same runs: what a visit costs the process of the server, user and system time.",
    isCost: true,
    table: speeds,
  },
  {
    title: "Crowds",
    package: "server",
    match: /^slowest of a (crowd of .+)$/,
    about:
      "A thousand clients that connect at the same time: how long the slowest of them waits for its first answer. Right after the start each server is new, and its code not compiled yet; a connection that finds the backlog of the server full is tried again after a second.",
    isCost: true,
    table: speeds,
    plot: "crowds.svg",
    draw: (cases, subtitle) => dots("The slowest of a crowd", subtitle, cases),
  },
  {
    title: "Lines of text mode",
    package: "server",
    match: LINES,
    about:
      "The same message of 23 characters as a line, answered with a sentence, beside Redis' ECHO and beside our own frames.",
    table: speeds,
    plot: "lines.svg",
    draw: (cases, subtitle) => dots("Lines of text mode", subtitle, cases),
  },
  {
    title: "One large line",
    package: "server",
    match: /^(one line of .+)$/,
    about: "A single line of ASCII, whose end has to be looked for, beside the same bytes in one frame.",
    table: speeds,
  },
  {
    title: "Growth: messages a second by connections",
    package: "server",
    match: GROWTH,
    about: "Messages of 23 characters, one at a time on each of so many connections.",
    table: growth,
    plot: "growth-messages.svg",
    draw: (cases, subtitle) =>
      drawGrowth("Messages a second by connections", "k/s", cases, subtitle, ({ speed }) => speed),
  },
  {
    title: "Growth: latency by connections",
    package: "server",
    match: GROWTH,
    about:
      "Of the same runs, the 99th percentile in milliseconds. The generator asks as fast as it is answered, so that each client waits for all the others: it grows as the connections do.",
    isCost: true,
    unit: "µs",
    figureOf: (row) => row.latency?.p99 ?? Number.NaN,
    table: (cases) => growth(withFigure(cases, "ms", ({ latency }) => latency.p99 / 1000)),
    plot: "growth-latency.svg",
    draw: (cases, subtitle) =>
      drawGrowth("Latency by connections, p99", "ms", cases, subtitle, ({ latency }) => latency.p99 / 1000),
  },
  {
    title: "Growth: memory by messages in flight",
    package: "server",
    match: IN_FLIGHT,
    about:
      "The peak of the server's resident memory while so many messages of 23 characters were sent on ten connections before the first reply was read.",
    isCost: true,
    table: growth,
    plot: "growth-memory.svg",
    draw: (cases, subtitle) =>
      drawGrowth("Memory by messages in flight", "MiB", cases, subtitle, ({ speed }) => speed),
  },
  {
    title: "Workers",
    package: "server",
    match: /^workers, (.+)$/,
    about:
      "Messages of 23 characters, and longer ones that take the server more time than the generator, answered by one process and by two workers (`--workers 2`). The generator takes a core: on a machine with two cores it shares one with the second worker, so that workers can only win where counting is the work.",
    isOursAlone: true,
    table: speeds,
  },
  {
    title: "Processor time of workers",
    package: "server",
    match: /^processor time with workers, (.+)$/,
    about:
      "Of the runs above: what a message costs all processes of the server together, user and system time.",
    isOursAlone: true,
    table: speeds,
  },
  {
    title: "One large message",
    package: "server",
    match: /^(one message of .+)$/,
    about:
      "It is counted as it comes. The bare sink is a Node server that throws the bytes away: what it reaches is what Node reads from a socket.",
    table: speeds,
    plot: "large-message.svg",
    draw: (cases, subtitle) => dots("One large message", subtitle, cases),
  },
  {
    title: "Memory of a large message",
    package: "server",
    match: /^its memory: growth of RSS, (.+)$/,
    about: "How much the resident memory of the server has grown at its peak, after 4 GB in one message.",
    isCost: true,
    table: speeds,
  },
  {
    title: "Memory of idle connections",
    package: "server",
    match: MEMORY,
    about:
      "Resident memory of the server process, after each client has sent one message and read its reply. The last row is what a connection adds.",
    isCost: true,
    table: memory,
    plot: "memory.svg",
    draw: drawMemory,
  },
  {
    title: "Start of the server",
    package: "server",
    match: /^(start of a server, .+)$/,
    about:
      "From the start of the process to the first connection that it accepts, which is tried every millisecond.",
    isCost: true,
    table: speeds,
  },
  {
    title: "Memory after the start",
    package: "server",
    match: /^(memory of a server that has just started)$/,
    about: "Resident memory of the process, before anything was asked.",
    isCost: true,
    table: speeds,
  },
  {
    title: "The command line",
    package: "client",
    match: /^(one question, .+)$/,
    about: "`hitung x` from its start to its exit, beside a Node that does nothing.",
    isCost: true,
    table: speeds,
  },
  {
    title: "Lines of standard input",
    package: "client",
    match: /^(\d+ lines of standard input)$/,
    about: "A pipe of short lines through `hitung`, one message and one answer each.",
    isOursAlone: true,
    table: speeds,
  },
  {
    title: "Files",
    package: "client",
    match: /^(a file of .+)$/,
    about:
      "`hitung --file` from its start to its exit, beside `wc -m`, and beside what the generator in C gets out of the same server when it sends the same bytes from memory.",
    table: speeds,
    plot: "files.svg",
    draw: (cases, subtitle) => dots("A large file", subtitle, cases),
  },
  {
    title: "Memory of the client of a file",
    package: "client",
    match: /^memory of the client of a file, (.+)$/,
    about: "Resident memory of the process of `hitung --file` in these runs.",
    isCost: true,
    table: speeds,
  },
];
