import fc from "fast-check";

/** Bytes that mean something to the server: kinds, units, terminators, starts and middles of characters. */
const TELLING = [
  0x00, 0x01, 0x02, 0x0a, 0x0d, 0x0f, 0x10, 0x41, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xf4, 0xf8, 0xf9,
];

/** Bytes of text, most of which are not UTF-8. */
export const hostileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .array(fc.constantFrom(...TELLING, 0xfa, 0xfb, 0xfc, 0xff), { maxLength: 40 })
    .map((list) => Uint8Array.from(list)),
  // Of a Telnet client.
  fc
    .array(fc.constantFrom(0x00, 0x0a, 0x0d, 0x41, 0xc3, 0xa9, 0xf0, 0xf1, 0xfa, 0xfd, 0xff), {
      maxLength: 40,
    })
    .map((list) => Uint8Array.of(0xff, ...list)),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text))),
);

/** A frame, most of which are right; the declared length of the others is not. */
export const hostileFrame = fc
  .record({
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(0xf8, 0xf9) },
      fc.integer({ min: 0xf8, max: 0xff }),
    ),
    units: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(1, 5, 15) }, fc.integer({ min: 0, max: 255 })),
    payload: fc.oneof(hostileBytes, fc.constant(new Uint8Array(0))),
    lie: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      fc.constantFrom(0, 0x7fff_ffff, 0xffff_ffff),
    ),
  })
  .map(({ kind, units, payload, lie }) => {
    const header = Buffer.from([kind, units, 0, 0, 0, 0]);
    header.writeUInt32BE(lie ?? payload.length, 2);
    return Uint8Array.from([...header, ...payload]);
  });

const frames = fc
  .array(hostileFrame, { minLength: 1, maxLength: 6 })
  .map((list) => Uint8Array.from(Buffer.concat(list)));

const emptyParts = fc
  .integer({ min: 1, max: 5000 })
  .map((times) => new Uint8Array(Buffer.alloc(6 * times, Buffer.from([0xf8, 1, 0, 0, 0, 0]))));

/** A stream that a server may meet, whether somebody means harm or not. */
export const hostileStream = fc.oneof(
  { weight: 10, arbitrary: frames },
  { weight: 10, arbitrary: hostileBytes },
  { weight: 1, arbitrary: emptyParts },
);
