import { CODE_POINTS, loadGraphemeClasses } from "./grapheme-classes.js";
import { buildGraphemeDfa } from "./grapheme-dfa.js";
import { nibbleTables } from "./suspicious-bytes.js";

/** A block is what the last byte of a character selects from: 64 code points. */
const BLOCK_SIZE = 64;
const ROW_SIZE = 32;
const ENTRY_SIZE = 2;
const BOUNDARY_BIT = 0x8000;

/** The AssemblyScript source of the tables that the grapheme kernel reads. */
export async function graphemeTables() {
  const { classes, classOf } = await loadGraphemeClasses();
  const dfa = buildGraphemeDfa(classes);
  const { order, plain, keepsApart } = orderStates(dfa, classes);
  const { blocks, blockOf } = twoStages(classOf);
  const { lead, second, third } = nibbleTables((codePoint) => !keepsApart[classOf[codePoint]], CODE_POINTS);

  return `// Written by scripts/grapheme-tables.js.

/** For 64 code points each, in the order of BLOCK_OF: the class, times the size of an entry of TRANSITIONS. */
export const CLASSES: usize = ${data("u8", 64, blocks)};

/** For every 64 code points: their block in CLASSES. Block 0 is all of class 0; 1 and 2 are ASCII. */
export const BLOCK_OF: usize = ${data("u8", 64, blockOf)};

/** One row for each state: the offset of the next row, and BOUNDARY_BIT where a cluster starts. */
export const TRANSITIONS: usize = ${data("u16", 64, transitions(dfa, order))};
export const BOUNDARY_BIT: u32 = ${BOUNDARY_BIT};
export const ROW_SHIFT: u32 = ${Math.log2(ROW_SIZE * ENTRY_SIZE)};

/** In the states before this offset, no character joins unless \`isSuspicious\` finds it, but LF after CR. */
export const PLAIN_END: u32 = ${plain * ROW_SIZE * ENTRY_SIZE};

/** Five times 16 sets of bits, see scripts/suspicious-bytes.js: first byte (high, low), second, third (high). */
export const NIBBLES: usize = ${data("u8", 16, [...lead, ...second, third].flat())};
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
  const plain = states.filter((state) => isPlain[state]);
  return {
    order: [...plain, ...states.filter((state) => !isPlain[state])],
    plain: plain.length,
    keepsApart,
  };
}

function transitions({ next, boundary }, order) {
  return order.flatMap((state) => {
    const row = new Array(ROW_SIZE).fill(0);
    next[state].forEach((following, each) => {
      const offset = order.indexOf(following) * ROW_SIZE * ENTRY_SIZE;
      row[each] = offset | (boundary[state][each] ? BOUNDARY_BIT : 0);
    });
    return row;
  });
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
  return { blocks: blocks.flatMap((block) => [...block].map((each) => each * ENTRY_SIZE)), blockOf };
}
