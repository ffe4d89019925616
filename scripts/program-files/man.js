const WORDS = {
  en: {
    manual: "hitung manual",
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    options: "OPTIONS",
    environment: "ENVIRONMENT",
    files: "FILES",
    exitStatus: "EXIT STATUS",
    examples: "EXAMPLES",
    seeAlso: "SEE ALSO",
    someOptions: "options",
    choices: "Choices:",
    defaultValue: "Default:",
    variable: "Variable:",
    variableOf: (option, isFlag) => `as ${option}${isFlag ? ": 1 or 0" : ""}`,
    otherLanguage: (page) => `${page}: this page in Indonesian`,
  },
  id: {
    manual: "manual hitung",
    name: "NAMA",
    synopsis: "SINOPSIS",
    description: "DESKRIPSI",
    options: "OPSI",
    environment: "LINGKUNGAN",
    files: "BERKAS",
    exitStatus: "KODE KELUAR",
    examples: "CONTOH",
    seeAlso: "LIHAT JUGA",
    someOptions: "opsi",
    choices: "Pilihan:",
    defaultValue: "Bawaan:",
    variable: "Variabel:",
    variableOf: (option, isFlag) => `seperti ${option}${isFlag ? ": 1 atau 0" : ""}`,
    otherLanguage: (page) => `${page}: halaman ini dalam bahasa Inggris`,
  },
};

const HOME_PAGE = "https://github.com/hitung/hitung";

/**
 * A manual page in the macros of man(7).
 * @param {import("./index.js").Program} program
 */
export function manualPage(program) {
  const { name, language, version, description, words, hasCompletion, options } = program;
  const { sections = [], variables = [], files = [], examples, exitCodes, related } = program;
  const wording = WORDS[language];
  const [, summary, details] = /^(.+?)\.(?: (.*))?$/s.exec(description);
  const other = language === "en" ? `${name}.id` : name;
  const allVariables = [
    ...options.flatMap((option) =>
      option.variable === undefined
        ? []
        : [[option.variable, wording.variableOf(`--${option.name}`, option.value === undefined)]],
    ),
    ...variables,
  ];
  return [
    `.TH ${name.toUpperCase()} 1 "" "hitung ${version}" "${wording.manual}"`,
    heading(wording.name),
    text(`${name} \\- ${roff(summary[0].toLowerCase() + summary.slice(1))}`),
    heading(wording.synopsis),
    `${bold(name)} [${italic(wording.someOptions)}]${words ? ` [${italic(words.name)}...]` : ""}`,
    ...(hasCompletion ? [".br", `${bold(`${name} completion`)} bash|zsh|fish`] : []),
    heading(wording.description),
    text(roff(`${summary}.`)),
    ...(details === undefined ? [] : [".PP", text(roff(details))]),
    ...(words ? tagged([[italic(words.name), roff(words.meaning)]]) : []),
    heading(wording.options),
    ...options.flatMap((option) => describe(option, wording)),
    ...sections.flatMap(({ title, rows, notes = [] }) => [
      heading(title),
      ...tagged(plain(rows)),
      ...notes.flatMap((note) => [".PP", text(roff(note))]),
    ]),
    heading(wording.environment),
    ...tagged(plain(allVariables)),
    ...(files.length === 0 ? [] : [heading(wording.files), ...tagged(plain(files))]),
    heading(wording.exitStatus),
    ...tagged(plain(exitCodes)),
    heading(wording.examples),
    ...tagged(plain(examples)),
    heading(wording.seeAlso),
    text(
      `${related.map((each) => `${bold(each)}(1)`).join(", ")}, ${wording.otherLanguage(`${bold(other)}(1)`)}`,
    ),
    ".PP",
    roff(HOME_PAGE),
    "",
  ].join("\n");
}

function describe(option, wording) {
  const { name, short, value, isOptional, choices, meaning, variable } = option;
  const argument = value === undefined ? "" : isOptional ? ` [${italic(value)}]` : ` ${italic(value)}`;
  const tag = `${short === undefined ? "" : `${bold(`-${short}`)}, `}${bold(`--${name}`)}${argument}`;
  const facts = [
    [wording.choices, choices?.join(", ")],
    [wording.defaultValue, option.default],
    [wording.variable, variable],
  ].flatMap(([title, fact]) => (fact === undefined ? [] : [".br", text(roff(`${title} ${fact}`))]));
  return [".TP", tag, text(roff(meaning)), ...facts];
}

function heading(title) {
  return `.SH "${title.toUpperCase()}"`;
}

/** Names and their meanings as people write them. */
function plain(rows) {
  return rows.map(([name, meaning]) => [bold(name), roff(meaning)]);
}

function tagged(rows) {
  return rows.flatMap(([tag, meaning]) => [".TP", tag, text(meaning)]);
}

function bold(word) {
  return `\\fB${roff(word)}\\fR`;
}

function italic(word) {
  return `\\fI${roff(word)}\\fR`;
}

/** What is typed stays what it is: a hyphen is ASCII's, so that it can be copied. */
function roff(words) {
  return words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha");
}

/** A line of text: one that begins with a dot or a quote would be a request. */
function text(line) {
  return line.replace(/^[.']/, "\\&$&");
}
