// What is changed in just-bash as it is bundled. It runs a command whose redirection the file system refuses as a fault of its
// own, and rejects; bash prints why, gives the command exit code 1, and goes on. Each change must fit exactly once: a new version
// that it does not fit stops the build.
import { Stop } from "./common.mjs";

/** @type {[what: string, find: RegExp, put: (found: RegExpMatchArray, text: string) => string][]} */
const changes = [
  [
    "a redirection that cannot be opened says why",
    /catch\((\w+)\)\{if\(!\w+\)throw \1;return\{error:(\w+)\("",`bash: \$\{(\w+)\}: cannot open redirect target\n`,1\)\}\}/g,
    ([, fault, result, target]) =>
      `catch(${fault}){if(!${fault}.words)throw ${fault};return{error:${result}("",\`bash: \${${target}}: \${${fault}.words}\\n\`,1)}}`,
  ],
  [
    "output that cannot be written says why",
    /=async\((\w+),(\w+),(\w+)\)=>\{(\1\.append\?await (\w+)\.fs\.appendFile\(\1\.path,\2,\3\):await \5\.fs\.writeFile\(\1\.path,\2,\3\))\}/g,
    ([, file, content, encoding, body], text) => {
      // The function's own names for what it prints as errors, and for the exit code.
      const named = [...text.matchAll(/(\w+)\+=`bash: echo: write error: No space left on device\n`,(\w+)=1/g)];
      if (named.length !== 1) throw new Stop("just-bash has changed: scripts/just-bash.mjs no longer fits it");
      const [[, stderr, code]] = named;
      const told = `${stderr}+=\`bash: \${${file}.path}: \${fault.words}\\n\`;${code}=1`;
      return `=async(${file},${content},${encoding})=>{try{${body}}catch(fault){if(!fault.words)throw fault;${told}}}`;
    },
  ],
];

/** Names and lines are in order of their characters, as in Debian's C.UTF-8, whatever language the reader's browser speaks. */
const byLanguage = /(?<![\w.$])([\w$.]+)\.localeCompare\(([\w$.]+)\)/g;

/** @param {string} text the bundle that the package ships for browsers */
export function mended(text) {
  for (const [what, find, put] of changes) {
    const found = [...text.matchAll(find)];
    if (found.length !== 1)
      throw new Stop(`just-bash has changed (${what}): scripts/just-bash.mjs fits it in ${found.length} places`);
    const [{ 0: whole, index }] = found;
    text = text.slice(0, index) + put(found[0], text) + text.slice(index + whole.length);
  }
  const places = [...text.matchAll(byLanguage)].length;
  if (places < 5) throw new Stop(`just-bash has changed: it compares by language in ${places} places`);
  return text.replace(byLanguage, "($1<$2?-1:$1>$2?1:0)");
}
