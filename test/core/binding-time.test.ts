import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

const PROGRAM = `
from openai import OpenAI
from pydantic import BaseModel
from pydantic_settings import BaseSettings

class Ask(BaseModel):
    tone: str = "kind"

class Settings(BaseSettings):
    company: str = "Example Ltd"

settings = Settings()
client = OpenAI()

def send(system):
    return client.responses.create(model="gpt-5.1", instructions=system, input="Go on.")

def answer(ask: Ask, notes):
    text = ""
    for note in notes:
        text += f"- {note}"
    return send(f"{ask.tone} {settings.company} {text}")

def answer_each(notes):
    for note in notes:
        send(f"{note}")
`;

interface Call {
  readonly kind: string;
  readonly line: number;
  readonly system: { readonly holes: readonly { readonly expression: string; readonly volatility: string }[] };
}

describe('how often values change', function () {
  this.timeout(60_000);

  it('is known of records that are handed in, of settings, and of texts that were made in a loop', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-binding-'));
    try {
      writeFileSync(path.join(folder, 'app.py'), PROGRAM);
      const { stdout } = spawnSync(process.execPath, [cli, 'inspect', '--format', 'json'], { cwd: folder, encoding: 'utf8' });
      const { calls } = JSON.parse(stdout) as { readonly calls: readonly Call[] };
      const holes = calls
        .filter(({ kind }) => kind === 'wrapper')
        .map(({ line, system }) => [line, ...system.holes.map(({ expression, volatility }) => `${expression} ${volatility}`)]);
      assert.deepEqual(holes, [
        [22, 'tone unknown', 'company per-process', 'note unknown'],
        [26, 'note per-request'],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
