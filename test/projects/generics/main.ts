import { Model, type Asks } from './llm';

export class Service<T extends Asks> {
  constructor(private readonly model: T) {}

  run() {
    return this.model.ask('Asked through a generic class');
  }
}

export function greet<T extends Model>(model: T) {
  return model.ask('Asked through a generic function');
}

export function made(make: () => Model) {
  return make().ask('Asked of what a function gives');
}

export const assistant = {
  model: new Model(),
  greet() {
    return this.model.ask('Asked by a literal of itself');
  },
};

// Another class with a type parameter of the same name asks nobody.
export class Box<T extends { ask(text: string): number }> {
  constructor(private readonly held: T) {}

  open() {
    return this.held.ask('Not a model');
  }
}
