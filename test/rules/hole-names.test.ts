import assert from 'node:assert/strict';
import { nameSays, type NameSays } from '../../src/core/rules/hole-names.ts';
import { assertEffort } from '../support/effort.ts';

const cases: readonly (readonly [says: NameSays, ...expressions: string[]])[] = [
  ['fresh', 'query', 'user_query', 'question', 'userQuestion', 'request.question', 'state["question"]', "state.get('question', '')"],
  ['fresh', 'now', 'timestamp', 'current_time', 'system_time', 'currentDateTime', 'request_id', 'messageId', 'uuid'],
  ['turn', 'chat_history', 'conversationContext', 'formatHistory(messages)', 'history.text', 'self.history'],
  ['fresh', 'retrieved_context', 'chunks', 'format(history, question)'],
  ['turn', 'currentFolder ? `<note>If the user does not specify a folde…', 'recent_edits', 'selectedText', 'previous_answer', 'step'],
  [
    'input',
    'timeContext',
    'text',
    'article',
    'email.body',
    'document.content',
    'state["messages"]',
    'input.topic',
    'context',
    'userInput',
    'resume_text',
  ],
  ['input', 'json.dumps(findings)', 'memories.join("\\n")'],
  [
    'stays',
    "podcast_config['email']",
    'settings.query',
    'this.config.notes',
    'language',
    'user.language',
    'today',
    'current_date',
    'context.todayIso',
    'todayInTimezone(user?.timezone)',
    'timezone',
    'persona',
  ],
  [
    'stays',
    'current_user',
    'thread_id',
    'sessionId',
    'max_history_length',
    'time_limit',
    'message_format',
    'system_message',
    'output_schema',
  ],
  [
    'stays',
    'agent_name',
    'var_name',
    'responseLanguageCode',
    'promptBaseWithLinks',
    'query_template',
    'document_type',
    'examples',
    'messages.length',
    'numResults',
  ],
  [undefined, 'L_Full_post_update', 'input_mode_hint', 'company', 'accounts', '', '…', '"text"', "'question'", 'render()', 'x'],
];

describe('names of values', () => {
  for (const [says, ...expressions] of cases)
    for (const expression of expressions)
      it(`${expression} ${says === undefined ? 'says nothing' : `says ${says}`}`, () => {
        assert.equal(nameSays(expression), says);
      });

  it('long expressions are read in proportion to their length', () => {
    for (const piece of ['a.b()', '"', "['x']", '.get("x"', 'f`${', '_', '?.'])
      assertEffort(10, piece, () => {
        nameSays(piece.repeat(2000));
      });
  });
});
