// feelin on the shared expressions. Prints evaluations a second of processor time.
const { readFileSync } = require("node:fs");
const { evaluate } = require(require.resolve("feelin", { paths: [process.argv[4]] }));

const { context, expressions } = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
for (const { text, value } of expressions) {
  const found = evaluate(text, context).value;
  if (found !== value) { console.error(`${text} is ${found}`); process.exit(1); }
}
// Once round for the compiler to warm up, then what counts.
for (let i = 0; i < 100; i++) for (const { text } of expressions) evaluate(text, context);
let rounds = 0;
const began = spent();
while (spent() - began < Number(process.argv[3])) {
  for (const { text } of expressions) evaluate(text, context);
  rounds++;
}
console.log(JSON.stringify({ rate: rounds * expressions.length / (spent() - began) }));
