/**
 * What the rules look back at, from a boundary to the left: the character just before, whether an odd number of
 * regional indicators ends here, and how far a pictograph's (GB11) or a conjunct's (GB9c) beginning has come.
 */
const START = { last: "sot", odd: false, emoji: "", conjunct: "" };

const BREAKS_ALONE = new Set(["CR", "LF", "Control"]);
const AFTER_L = new Set(["L", "V", "LV", "LVT"]);
const AFTER_V = new Set(["V", "T"]);
const JOINS_BEFORE = new Set(["Extend", "ZWJ", "SpacingMark"]);

/** Whether there is a boundary before a character of class `next`: the rules of UAX #29, table 1c. */
function isBoundary(state, next) {
  const { last } = state;
  if (last === "sot") return true; // GB1
  if (last === "CR" && next.gcb === "LF") return false; // GB3
  if (BREAKS_ALONE.has(last) || BREAKS_ALONE.has(next.gcb)) return true; // GB4, GB5
  if (last === "L" && AFTER_L.has(next.gcb)) return false; // GB6
  if ((last === "LV" || last === "V") && AFTER_V.has(next.gcb)) return false; // GB7
  if ((last === "LVT" || last === "T") && next.gcb === "T") return false; // GB8
  if (JOINS_BEFORE.has(next.gcb)) return false; // GB9, GB9a
  if (last === "Prepend") return false; // GB9b
  if (state.conjunct === "linked" && next.incb === "Consonant") return false; // GB9c
  if (state.emoji === "joined" && next.pictographic) return false; // GB11
  if (state.odd && next.gcb === "Regional_Indicator") return false; // GB12, GB13
  return true; // GB999
}

function after(state, next) {
  return {
    last: next.gcb,
    odd: next.gcb === "Regional_Indicator" && !state.odd,
    emoji: emojiAfter(state.emoji, next),
    conjunct: conjunctAfter(state.conjunct, next),
  };
}

function emojiAfter(emoji, next) {
  if (next.pictographic) return "begun";
  if (emoji === "begun" && next.gcb === "Extend") return "begun";
  if (emoji === "begun" && next.gcb === "ZWJ") return "joined";
  return "";
}

function conjunctAfter(conjunct, next) {
  if (next.incb === "Consonant") return "begun";
  if (conjunct !== "" && next.incb === "Linker") return "linked";
  return next.incb === "Extend" ? conjunct : "";
}

/**
 * The automaton that reads classes and tells before which there is a boundary.
 * `next[state][class]` is the state after, `boundary[state][class]` is 1 if a cluster starts. State 0 is the start.
 */
export function buildGraphemeDfa(classes) {
  return minimise(explore(classes));
}

function explore(classes) {
  const states = [START];
  const numbers = new Map([[JSON.stringify(START), 0]]);
  const next = [];
  const boundary = [];
  for (let number = 0; number < states.length; number++) {
    const state = states[number];
    boundary.push(classes.map((each) => (isBoundary(state, each) ? 1 : 0)));
    next.push(
      classes.map((each) => {
        const following = after(state, each);
        const key = JSON.stringify(following);
        if (!numbers.has(key)) {
          numbers.set(key, states.length);
          states.push(following);
        }
        return numbers.get(key);
      }),
    );
  }
  return { next, boundary };
}

/** Moore's algorithm: states stay together as long as nothing that follows tells them apart. */
function minimise({ next, boundary }) {
  let group = boundary.map(() => 0);
  for (let groups = 1; ; ) {
    const numbers = new Map();
    const refined = boundary.map((row, state) => {
      const key = JSON.stringify([group[state], row, next[state].map((following) => group[following])]);
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return numbers.get(key);
    });
    group = refined;
    if (numbers.size === groups) break;
    groups = numbers.size;
  }
  const representatives = [];
  group.forEach((number, state) => {
    representatives[number] ??= state;
  });
  return {
    next: representatives.map((state) => next[state].map((following) => group[following])),
    boundary: representatives.map((state) => boundary[state]),
  };
}
