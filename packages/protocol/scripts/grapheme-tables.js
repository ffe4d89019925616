import { CODE_POINTS, loadGraphemeClasses } from "./grapheme-classes.js";
import { buildGraphemeDfa } from "./grapheme-dfa.js";
import { scriptTables } from "./script-tables.js";
import { nibbleTables } from "./suspicious-bytes.js";

/** A block is what the last byte of a character selects from: 64 code points. */
const BLOCK_SIZE = 64;
const VECTOR = 16;

/** What marks that a cluster starts: above all states. */
const START = 16;

/** The AssemblyScript source of the tables that the grapheme kernel reads. */
export async function graphemeTables() {
  const { classes, classOf } = await loadGraphemeClasses();
  const dfa = buildGraphemeDfa(classes);
  const { order, lone, plain, keepsApart } = orderStates(dfa, classes);
  const { blocks, blockOf } = twoStages(classOf);
  const { lead, second, third } = nibbleTables((codePoint) => !keepsApart[classOf[codePoint]], CODE_POINTS);

  const { scriptOf, scripts } = scriptTables(classes, classOf);

  return `// Written by scripts/grapheme-tables.js.

/** For 64 code points each, in the order of BLOCK_OF: where in STEPS their class is. */
export const ROW_OF: usize = ${data(
    "u16",
    64,
    blocks.map((each) => each * 2 * VECTOR),
  )};

/** For every 64 code points: their block in ROW_OF. Block 0 is all of class 0; 1 and 2 are ASCII. */
export const BLOCK_OF: usize = ${data("u8", 64, blockOf)};

/** For each class: the state after each state, in the low nibble, and ${START} more where a cluster starts. */
export const STEPS: usize = ${data("u8", 64, steps(dfa, order))};

/** In the states below, which are the first, a mark starts a cluster. */
export const LONE_STATES: u32 = ${lone};

/** In the states below, no character joins unless it is suspicious, but LF after CR. */
export const PLAIN_STATES: u32 = ${plain};

/** Five times 16 sets of bits, see scripts/suspicious-bytes.js: first byte (high, low), second, third (high). */
export const NIBBLES: usize = ${data("u8", 16, [...lead, ...second, third].flat())};

/** For every 128 code points of the first plane: their place among SCRIPTS, from 1; 0 if none of them joins simply. */
export const SCRIPT_OF: usize = ${data("u8", 64, scriptOf)};

/** Three times 16 sets of bits for each, see scripts/script-tables.js: marks, linkers, consonants. */
export const SCRIPTS: usize = ${data("u8", 16, scripts)};
`;
}

function data(type, alignment, values) {
  return `memory.data<${type}>([${values.join(",")}], ${alignment})`;
}

/**
 * Splits classes and states into those that matter to the fast path. Its classes never join the character before
 * in a plain state, and lead to the same state from all of them, so that the last character alone tells it.
 */
function orderStates({ next, boundary }, classes) {
  const keepsApart = classes.map(
    ({ gcb }) => !/^(Extend|ZWJ|SpacingMark|Prepend|Regional_Indicator|L|V|T)$/.test(gcb),
  );
  const isPlain = next.map((row, state) =>
    classes.every(
      ({ gcb }, each) =>
        !keepsApart[each] || gcb === "LF" || (boundary[state][each] === 1 && row[each] === next[0][each]),
    ),
  );
  for (const [each, apart] of keepsApart.entries()) {
    if (apart && !isPlain[next[0][each]]) throw new Error(`${classes[each].gcb} does not keep apart`);
  }
  const states = next.map((_, state) => state);
  const mark = classes.findIndex(({ gcb }) => gcb === "SpacingMark");
  const [plain, others] = [true, false].map((wanted) => states.filter((state) => isPlain[state] === wanted));
  const [lone, joined] = [1, 0].map((wanted) => plain.filter((state) => boundary[state][mark] === wanted));
  return {
    order: [...lone, ...joined, ...others],
    lone: lone.length,
    plain: plain.length,
    keepsApart,
  };
}

function steps({ next, boundary }, order) {
  if (order.length > VECTOR) throw new Error(`${order.length} states do not fit into a vector`);
  const vector = (valueIn) =>
    Array.from({ length: VECTOR }, (_, at) => (at in order ? valueIn(order[at]) : 0));
  return next[0].flatMap((_, each) => [
    ...vector((state) => order.indexOf(next[state][each])),
    ...vector((state) => boundary[state][each]),
  ]);
}

function twoStages(classOf) {
  const ascii = [0, BLOCK_SIZE].map((at) => classOf.slice(at, at + BLOCK_SIZE));
  const blocks = [new Uint8Array(BLOCK_SIZE), ...ascii];
  const numbers = new Map(blocks.map((block, number) => [block.join(), number]));
  const blockOf = [];
  for (let at = 0; at < CODE_POINTS; at += BLOCK_SIZE) {
    const block = classOf.slice(at, at + BLOCK_SIZE);
    const key = block.join();
    if (!numbers.has(key)) {
      numbers.set(key, blocks.length);
      blocks.push(block);
    }
    blockOf.push(numbers.get(key));
  }
  if (blocks.length > 256) throw new Error(`${blocks.length} blocks do not fit into a byte each`);
  return { blocks: blocks.flatMap((block) => [...block]), blockOf };
}
