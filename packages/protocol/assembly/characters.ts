import { BLOCK_OF, ROW_OF } from "./grapheme-tables.generated";

// The bits of a character without those of its last byte are the number of its entry in BLOCK_OF. The bits that mark a
// byte as lead or continuation are subtracted here, in these constants, and not from each byte.
const CONTINUATION: usize = 0x80;
export const ROWS_OF_ASCII: usize = ROW_OF + (64 << 1);
const ROWS_OF_LAST: usize = ROW_OF - (CONTINUATION << 1);
export const BLOCKS_OF_2: usize = BLOCK_OF - 0xc0;
export const BLOCKS_OF_3: usize = BLOCK_OF - (0xe0 << 6) - CONTINUATION;
export const BLOCKS_OF_4: usize = BLOCK_OF - (0xf0 << 12) - (CONTINUATION << 6) - CONTINUATION;

/** The offset in STEPS for a character, from its block's number and its last byte. */
export function rowIn(block: u32, last: u32): usize {
  return load<u16>((block << 7) + (last << 1), ROWS_OF_LAST);
}
