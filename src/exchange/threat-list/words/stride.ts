/** Words for the letters of STRIDE, in English and German, and the aims of protection that they offend. */
import type { Letter } from '../../../catalogue/schema.ts';
import { normal } from './normal.ts';

/** In the order of the word; of two phrases in a cell that overlap the longer counts. */
const WORDS: readonly (readonly [Letter, RegExp])[] = [
  [
    'S',
    /\b(spoof\w*|impersonat\w*|identity theft|vortaeuschung\w*|identitaet\w*|authenti(city|zitaet|fication|fizierung))\b/,
  ],
  ['T', /\b(tamper\w*|manipul\w*|verfaelschung\w*|veraenderung\w*|integrit\w*)\b/],
  [
    'R',
    /\b((?<!non )repudiation|non repudiation|deniability|abstreit\w*|leugn\w*|nicht ?abstreitbarkeit|verbindlichkeit|accountability|nachvollziehbarkeit)\b/,
  ],
  [
    'I',
    /\b(information ?disclosure|info(rmation)? ?leak\w*|disclosure|data leak\w*|offenlegung|informations?(preisgabe|offenlegung|weitergabe|verlust)|preisgabe|enthuellung|confidentiality|vertraulichkeit)\b/,
  ],
  [
    'D',
    /\b(denial ?of ?services?|d?dos|dienst ?(verweigerung|blockade|ausfall)|dienstverhinderung|verweigerung des dienstes|availability|verfuegbarkeit)\b/,
  ],
  [
    'E',
    /\b(elevation ?of ?privileges?|privilege ?escalation|eop|rechte ?(ausweitung|erweiterung|eskalation|erhoehung)|ausweitung (der|von) rechten?|privilegien ?(ausweitung|eskalation|erweiterung)|authori[sz]ation|autorisierung)\b/,
  ],
];

const LETTERS = ['S', 'T', 'R', 'I', 'D', 'E'] as const;

/** The letters that a cell names, in the order of STRIDE; undefined where it names none. */
export function strideOf(text: string): readonly Letter[] | undefined {
  const compact = text.replaceAll(/[\s,;/|+&.-]+/g, '').toUpperCase();
  // A word such as "DIES" is none: letters stand apart, or are each there once.
  const isLetters = /^[STRIDE]+$/.test(compact) && new Set(compact).size === compact.length;
  if (isLetters && (compact.length === text.trim().length ? isRunOfLetters(text) : areApart(text))) {
    return LETTERS.filter((letter) => compact.includes(letter));
  }
  const plain = normal(text);
  const found = WORDS.filter(([, pattern]) => pattern.test(plain)).map(([letter]) => letter);
  // "S - Spoofing" says the same twice, and "T: device" once.
  const [, lead] = /^([STRIDE])\s*[-:–—)/.]/i.exec(text.trim()) ?? [];
  const first = LETTERS.find((letter) => letter === lead?.toUpperCase());
  if (first && !found.includes(first)) found.push(first);
  return found.length > 0 ? LETTERS.filter((letter) => found.includes(letter)) : undefined;
}

function isRunOfLetters(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length === 1 || trimmed === trimmed.toUpperCase();
}

function areApart(text: string): boolean {
  return text.split(/[\s,;/|+&.-]+/).every((piece) => piece.length <= 1 || piece === piece.toUpperCase());
}

/** The letters that the words of a threat hint at, where its list has no category for it. */
export function strideInWords(text: string): Letter | undefined {
  const plain = normal(text);
  return (
    WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ??
    HINTS.find(([, pattern]) => pattern.test(plain))?.[0]
  );
}

const HINTS: readonly (readonly [Letter, RegExp])[] = [
  [
    'D',
    /\b(jam(s|med|ming)?|flood\w*|crash\w*|exhaust\w*|outage|unavailable|overload\w*|ausfall|ueberlast\w*|stoeren|blockier\w*)\b/,
  ],
  [
    'I',
    /\b(eavesdrop\w*|sniff\w*|read(s|ing)? (data|traffic|out)|leak\w*|expos\w*|steal\w*|intercept\w*|abhoer\w*|mitles\w*|ausles\w*|auslesen)\b/,
  ],
  ['E', /\b(escalat\w*|privileg\w*|root|admin\w*|unauthori[sz]ed access|takes? over|unbefugt\w*|rechte)\b/],
  ['R', /\b(audit\w*|log(s|ging)?|denies|deny|protokollierung)\b/],
  [
    'S',
    /\b(fak(e|es|ed|ing)|pretend\w*|clon(e|es|ed|ing)|rogue|masquerad\w*|phish\w*|replay\w*|faelsch\w*|gefaelscht\w*)\b/,
  ],
  ['T', /\b(modif\w*|alter\w*|chang\w*|inject\w*|replac\w*|malicious|malware|veraender\w*|einschleus\w*)\b/],
];

const MARKS = /^(x|y|yes|j|ja|true|wahr|1|✓|✔|☑|✗|●|•|\*)$/i;

/** A mark in a column of one letter: `x`, `yes`, `ja`, a tick. */
export function isMark(text: string): boolean {
  return MARKS.test(text.trim());
}
