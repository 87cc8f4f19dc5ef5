import { makeService, type Service } from './services';

// Either service may answer, whoever calls this.
async function run(service: Service, question: string, build: () => string) {
  const system = build();
  return service.chat([
    { role: 'system', content: system },
    { role: 'user', content: question },
  ]);
}

export const schedule = (question: string) => run(makeService(), question, () => 'You keep the calendar of one person.');
