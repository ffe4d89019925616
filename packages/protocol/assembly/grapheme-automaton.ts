import { BLOCK_OF, CLASSES, TRANSITIONS } from "./grapheme-tables.generated";

const ASCII_CLASSES: usize = CLASSES + 64;

/** How many bytes the character has that starts with `lead`. */
export function sizeOfCharacter(lead: u32): usize {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The entry of TRANSITIONS that the character of `size` bytes before `end` selects in the row of `state`. */
export function transition(state: u32, end: usize, size: usize): u32 {
  return load<u16>(TRANSITIONS + state + classOf(end, size));
}

// A block is selected by all bits of a character but those of its last byte.
function classOf(end: usize, size: usize): u32 {
  const last: u32 = load<u8>(end - 1);
  if (size === 1) return load<u8>(ASCII_CLASSES + last);
  const middle: u32 = load<u8>(end - 2);
  let block: u32;
  if (size === 2) {
    block = middle & 0x1f;
  } else {
    const before: u32 = load<u8>(end - 3);
    block = middle & 0x3f;
    if (size === 3) block |= (before & 0x0f) << 6;
    else block |= ((before & 0x3f) << 6) | ((<u32>load<u8>(end - 4) & 0x07) << 12);
  }
  const classes: u32 = load<u8>(BLOCK_OF + block);
  return load<u8>(CLASSES + (classes << 6) + (last & 0x3f));
}
