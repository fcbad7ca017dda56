// feelin's answers: one JSON array of texts on a line of input, one JSON array of answers on a line of output.
const { createInterface } = require("node:readline");
const { evaluate, isFunction, isRange } = require(require.resolve("feelin", { paths: [process.argv[2]] }));

function told(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? ["number", value] : ["no number"];
  if (typeof value === "string") return ["string", value];
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return ["list", value.map(told)];
  if (isFunction(value)) return ["function"];
  if (isRange(value)) return ["range", told(value.start), told(value.end), value["start included"], value["end included"]];
  if (Object.getPrototypeOf(value) !== Object.prototype) return ["moment", value.toString()];
  return ["context", Object.fromEntries(Object.entries(value).map(([key, item]) => [key, told(item)]))];
}

function answer(text) {
  try {
    return { value: told(evaluate(text, {}).value) };
  } catch (problem) {
    return { problem: String(problem.message).slice(0, 200) };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(answer)) + "\n");
});
