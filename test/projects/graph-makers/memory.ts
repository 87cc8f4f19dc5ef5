import { EmbeddingRegistry } from './graph';

/** Mentions no SDK: the object comes from a registry. */
export class Memory {
  private readonly registry = new EmbeddingRegistry();

  async keep(texts: string[]) {
    const embeddings = this.registry.get('default');
    return embeddings.embedDocuments(texts.map((text) => text.trim()));
  }
}
