/** What a program asks a person for before it does its work. */
export type Question = "host" | "port" | "message";

/** What the end of a program's output asks for, if it stands there and waits. */
export function questionIn(printed: string): Question {
  const line = printed.slice(printed.trimEnd().lastIndexOf("\n") + 1).toLowerCase();
  if (/\bport\b/.test(line)) return "port";
  // "Masukkan pesan untuk server: " asks for the message.
  if (/pesan|kalimat|karakter|teks|kata|message|text|sentence|string/.test(line)) return "message";
  return /\b(host|hostname|alamat|address|ip|server)\b/.test(line) ? "host" : "message";
}
