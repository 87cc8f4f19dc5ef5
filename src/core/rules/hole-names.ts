/** What the name of a value says of how often it changes, where the source does not: people call what they fill in by what it is. */

/**
 * - `fresh`: another one in every request, as a question, a time or what was found for the question is;
 * - `turn`: goes with the conversation or with what is worked on, as a history or a selection does;
 * - `input`: what one request is about, as a text or a document is;
 * - `stays`: the same for a user, a day or a program, as a language, a date or a limit is.
 */
export type NameSays = 'fresh' | 'turn' | 'input' | 'stays' | undefined;

/** What the names in an expression say, as written or shortened; undefined when they say nothing. A name that stays does not speak for the others. */
export function nameSays(expression: string): NameSays {
  const said = namesIn(expression).map(saysName);
  return (['fresh', 'turn', 'input', 'stays'] as const).find((one) => said.includes(one));
}

const FRESH = new Set(
  'now timestamp datetime uuid nonce q query queries question questions utterance retrieved passages chunks snippets'.split(' '),
);
const TURN = new Set(
  'history conversation transcript dialogue observation observations scratchpad recent latest current selected previous turn step'.split(
    ' ',
  ),
);
const INPUT = new Set(
  'input inputs message messages request text article document documents email mail ticket review comment post page chapter paragraph passage context memory memories results findings diff patch code question topic task content email body report notes resume headline'.split(
    ' ',
  ),
);
/** What the nodes of a graph write into its state while they work. */
const WORKED_ON = new Set(
  'plan plans outline draft drafts proposal sections section progress todo todos scratchpad observations findings results report summary notes artifacts steps tasks history logs'.split(
    ' ',
  ),
);

/** What is looked for anew for each question, and what was said or done last. */
const FOUND_ANEW = new Set('relevant retrieved recent similar'.split(' '));
const FINDS = new Set('results hits matches passages chunks snippets'.split(' '));
/** Names that are made of these words alone mean what was found: `context`, `rag_context`, `searchContext`. */
const CONTEXT_WORDS = new Set('context rag search knowledge retrieval extra turn block text'.split(' '));

/**
 * True for a value of which its name says that it differs between the turns of a conversation: what is found for a question, and an entry of a
 * state (`state["draft"]`) that the steps of a graph write. A topic or a user stays, and so does the context of a project.
 */
export function differsByTurn(expression: string): boolean {
  if (nameSays(expression) === 'fresh') return true;
  const entries = [...expression.matchAll(/\bstate(?:\.get\(\s*['"](\w+)|\[\s*['"](\w+)|\.(\w+))/gi)];
  if (entries.some((match) => WORKED_ON.has(wordsOf(match[1] ?? match[2] ?? match[3] ?? '').at(-1) ?? ''))) return true;
  return namesIn(expression).some((name) => {
    const words = wordsOf(name);
    if (words.some((word) => STAYS.has(word))) return false;
    const isContext = words.includes('context') && words.every((word) => CONTEXT_WORDS.has(word));
    return isContext || words.some((word) => FOUND_ANEW.has(word)) || FINDS.has(words.at(-1) ?? '');
  });
}

/** Words that name a property of the request rather than its content, or what stays for a day, a user or the program. */
const STAYS = new Set(
  'max min limit limits length len count num number size format formats schema template templates instruction instructions rule rules guideline guidelines guide tool tools name names type types kind language lang locale timezone zone tz style mode tone persona example examples description version config configuration settings setting options option system role default defaults model provider platform day year month week id ids key user url path dir directory cwd os folder budget window frame range out level policy policies prefix suffix header footer intro preamble base constant block'.split(
    ' ',
  ),
);
/** An id that is made for one request. */
const FRESH_ID = new Set(['request', 'message', 'trace', 'run', 'call']);

/** What one identifier says, by its words. */
function saysName(name: string): NameSays {
  const words = wordsOf(name);
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
  // `timeContext` and `time_saved` are no times.
  if (words.includes('time') && /^(time|now|utc|iso|str|string|stamp|zone|out|limit|range|budget|frame|window)$/.test(words.at(-1) ?? '')) {
    // `time_limit`, `timeZone`, `time_range`; `date_time` is a time.
    const other = words.filter((word) => word !== 'time' && word !== 'date' && word !== 'system');
    return other.some((word) => STAYS.has(word)) ? 'stays' : 'fresh';
  }
  if (words.some((word) => /^(today|todays|dates?|weekday)$/.test(word))) return 'stays';
  if (words.some((word) => /^(language|lang|locale|idioma|currency|country|timezone|persona|tone)$/.test(word))) return 'stays';
  if (words.at(-1) === 'id') return words.some((word) => FRESH_ID.has(word)) ? 'fresh' : 'stays';
  // `current_user` and `latest_version` stay; `current_folder` and `selected_file` move with who works; `user_query` is the user's.
  const last = words.at(-1) ?? '';
  if (STAYS.has(last) && last !== 'folder' && last !== 'path' && last !== 'url' && last !== 'directory' && last !== 'block') return 'stays';
  if (
    words.some((word) => STAYS.has(word) && /^(max|min|num|system|default|base|example|examples|template|instructions?|rules?)$/.test(word))
  )
    return 'stays';
  if (has(FRESH)) return 'fresh';
  if (has(TURN)) return 'turn';
  // `article_text` is one; `post_update` and `code_style` are not.
  if (INPUT.has(last)) return 'input';
  return STAYS.has(last) ? 'stays' : undefined;
}

/** Members and methods that say nothing of what the value is. */
const NEUTRAL =
  /^(text|content|contents|value|values|data|body|to_?[sS]tring|to_?json|trim|strip|rstrip|lstrip|join|format|get|items|lower|upper|slice|substring|map|filter|replace|replaceAll|stringify|dumps|dump|str|repr|JSON|json|isoformat|strftime|model_dump|model_dump_json|to_dict|f|self|this|await|if|else|for|in|of|not|is|and|or|new|return|None|null|undefined|True|False|true|false)$/;

/** Objects that hold settings. */
const CONFIGURATION = /(^|[a-z_])(config|configuration|settings|Config|Configuration|Settings|CONFIG|SETTINGS)$/;

/** The identifiers of an expression that name a value: of `a.b.text` the `b`. Text in quotes is left out, but for the key of an entry. */
function namesIn(expression: string): string[] {
  const open = expression
    .replace(/\[\s*(['"])(\w+)\1\s*\]/g, '.$2')
    .replace(/\.get\(\s*(['"])(\w+)\1[^()]*\)/g, '.$2')
    .replace(/f?(['"`])(?:(?!\1).)*\1/g, ' ')
    // The rest of a text that was cut short.
    .replace(/['"`].*$/s, ' ');
  const chains = open.match(/[A-Za-z_$][\w$]*(?:(?:\?\.|\.|\(\)\.)[A-Za-z_$][\w$]*)*/g) ?? [];
  return chains.flatMap((chain) => {
    const steps = chain.split(/\?\.|\(\)\.|\./);
    // What a configuration says stays, whatever it is called there: `config.email`.
    const named = steps.find((step) => CONFIGURATION.test(step)) ?? steps.filter((step) => !NEUTRAL.test(step)).at(-1);
    if (named !== undefined) return [named];
    // `text` and `content` by themselves say what they are.
    return steps.length === 1 && /^(text|contents?|body|data)$/.test(chain) ? [chain] : [];
  });
}

/** The last word of the one name in an expression: `name` of `user.displayName`; empty where several values are named. */
export function lastWordOf(expression: string): string {
  const [only, ...others] = namesIn(expression);
  return only === undefined || others.length > 0 ? '' : (wordsOf(only).at(-1) ?? '');
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
