import { createContext, useCallback, useContext, useMemo, useRef } from 'react';
import { Llm, load, route, type Handler, type Tool } from './llm';

const Shared = createContext(new Llm());
export function View(given: unknown) {
  useContext(Shared).ask('Of a context.');
  useRef(new Llm()).current.ask('Of a reference.');
  const memo = useMemo(() => new Llm(), []);
  useCallback((text: string) => memo.ask(text), [])('Of a callback.');
  const cast = given as Llm;
  cast.ask('Of a cast.');
}
route('/a', async (context) => context.llm.ask('Of the type of a parameter.'));
export const handler: Handler = async ({ llm }) => llm.ask('Of the type of a variable.');
export const tool: Tool = { name: 'a', run: async (context) => context.llm.ask('Of the type of a member.') };
load().then((llm) => llm.ask('Of a promise.'));
const all: Llm[] = [];
all.forEach((llm) => llm.ask('Of a list.'));
