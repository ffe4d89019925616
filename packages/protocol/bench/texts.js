/** A line in each of eight kinds of text, written for this benchmark. */
const LINES = {
  ASCII: "Every morning the ferry crosses the bay, and the harbour master counts the passengers by hand.\n",
  Indonesian: "Setiap pagi kapal menyeberangi teluk, dan syahbandar menghitung penumpang dengan tangan.\n",
  Cyrillic: "Каждое утро паром пересекает залив, и смотритель гавани считает пассажиров вручную.\n",
  CJK: "每天早晨，渡轮穿过海湾，港务长亲手清点乘客。他说：一个也不能少，一个也不能多。\n",
  Korean: "매일 아침 나룻배가 만을 건너고, 항구 관리인은 손으로 승객을 센다.\n",
  mixed: "Paromnya “Merpati” — паром, 渡轮, 나룻배, नाव, เรือ, שיט, عبّارة; café e\u0301 ⛴️ 👩🏽‍✈️ 🇮🇩!\n",
  Hindi: "हर सुबह नाव खाड़ी पार करती है, और बंदरगाह का प्रबंधक हाथ से यात्रियों को गिनता है।\n",
  "emoji ZWJ": "👩🏽‍✈️👨‍👩‍👧‍👦🏳️‍🌈🧑‍🚀❤️‍🔥👍🏿🇮🇩🇯🇵🤷🏼‍♀️⛴️😀🎉🧑🏾‍🤝‍🧑🏻\n",
};

/** The size of a chunk as a socket delivers it at most, in bytes. */
const CHUNK = 64 * 1024;

/** @returns {{ name: string, text: string, bytes: Uint8Array }[]} whole lines, as many as 64 KiB hold */
export function texts() {
  return Object.entries(LINES).map(([name, line]) => {
    const text = line.repeat(Math.floor(CHUNK / Buffer.byteLength(line)));
    return { name, text, bytes: new TextEncoder().encode(text) };
  });
}
