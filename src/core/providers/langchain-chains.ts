/**
 * Ready-made chains of LangChain: which arguments hold the model, or the chain that holds it, and the prompt. What a chain is asked goes to that
 * model. Names and orders of arguments from the sources of langchain 0.0 to 0.3, langchain-classic, langchain-community and
 * langchain-experimental (github.com/langchain-ai/langchain, chains) and of the npm package langchain (chains); read 2026-11-22.
 */

/** A class or function that makes a chain. */
export interface ChainMaker {
  /** Arguments that hold the model, or a chain or list of chains with one. */
  readonly model: readonly string[];
  /** Arguments that hold the prompt template. */
  readonly prompt: readonly string[];
  /** True when the chain brings a prompt of its own, unless one is given. */
  readonly ownPrompt: boolean;
}

const given = (model: readonly string[], prompt: readonly string[] = []): ChainMaker => ({ model, prompt, ownPrompt: false });
const own = (model: readonly string[], prompt: readonly string[] = []): ChainMaker => ({ model, prompt, ownPrompt: true });

const ofLlm = own(['llm', '0'], ['prompt', 'condense_question_prompt']);

/** Makers by the last name of their path; `X.from` stands for every `X.from_…` and `X.from…`. */
export const chainMakers: ReadonlyMap<string, ChainMaker> = new Map<string, ChainMaker>([
  ['LLMChain', given(['llm'], ['prompt'])],
  ['LLMChain.from', own(['llm', '0'])],
  ['ConversationChain', own(['llm'], ['prompt'])],
  ...[
    'RetrievalQA',
    'RetrievalQAWithSourcesChain',
    'ConversationalRetrievalChain',
    'ConversationalRetrievalQAChain',
    'RetrievalQAChain',
    'VectorDBQA',
    'VectorDBQAChain',
    'VectorDBQAWithSourcesChain',
    'ChatVectorDBChain',
    'ChatVectorDBQAChain',
    'QAWithSourcesChain',
    'QAGenerationChain',
    'LLMMathChain',
    'SQLDatabaseChain',
    'SQLDatabaseSequentialChain',
    'GraphCypherQAChain',
    'GraphQAChain',
    'GraphSparqlQAChain',
    'NebulaGraphQAChain',
    'KuzuQAChain',
    'APIChain',
    'LLMBashChain',
    'LLMCheckerChain',
    'LLMSummarizationCheckerChain',
    'PALChain',
    'ConstitutionalChain',
    'MultiPromptChain',
    'LLMRouterChain',
  ].map((name): readonly [string, ChainMaker] => [`${name}.from`, ofLlm]),
  ...['LLMMathChain', 'SQLDatabaseChain', 'SqlDatabaseChain', 'LLMBashChain', 'LLMCheckerChain'].map(
    (name): readonly [string, ChainMaker] => [name, own(['llm', 'database.llm'], ['prompt'])],
  ),
  ...[
    'StuffDocumentsChain',
    'MapReduceDocumentsChain',
    'MapRerankDocumentsChain',
    'RefineDocumentsChain',
    'ReduceDocumentsChain',
    'AnalyzeDocumentChain',
    'RetrievalQA',
    'RetrievalQAChain',
    'ConversationalRetrievalChain',
    'LLMRequestsChain',
    'SequentialChain',
    'SimpleSequentialChain',
  ].map((name): readonly [string, ChainMaker] => [
    name,
    given([
      ...['llm_chain', 'llmChain', 'initial_llm_chain', 'combine_documents_chain', 'combineDocumentsChain'],
      ...['combine_docs_chain', 'combineDocsChain', 'chains'],
    ]),
  ]),
  ...[
    'load_qa_chain',
    'load_qa_with_sources_chain',
    'load_summarize_chain',
    'loadQAChain',
    'loadQAStuffChain',
    'loadQAMapReduceChain',
    'loadQARefineChain',
    'loadSummarizationChain',
    'create_sql_query_chain',
    'createSqlQueryChain',
    'create_qa_with_sources_chain',
    'create_citation_fuzzy_match_chain',
  ].map((name): readonly [string, ChainMaker] => [name, own(['llm', '0'], ['prompt', '1.prompt'])]),
  ...['create_stuff_documents_chain', 'createStuffDocumentsChain', 'load_query_constructor_runnable'].map(
    (name): readonly [string, ChainMaker] => [name, given(['llm', '0'], ['prompt', '1'])],
  ),
  ['create_retrieval_chain', given(['combine_docs_chain', '1'])],
  ['createRetrievalChain', given(['combineDocsChain'])],
  ['create_history_aware_retriever', given(['llm', '0'], ['prompt', '2'])],
  ['createHistoryAwareRetriever', given(['llm'], ['rephrasePrompt'])],
  ...[
    'create_extraction_chain',
    'create_extraction_chain_pydantic',
    'create_tagging_chain',
    'create_tagging_chain_pydantic',
    'createExtractionChain',
    'createExtractionChainFromZod',
    'createTaggingChain',
  ].map((name): readonly [string, ChainMaker] => [name, own(['llm', '1'], ['prompt', '2'])]),
  ...[
    'create_structured_output_chain',
    'create_structured_output_runnable',
    'create_openai_fn_chain',
    'create_openai_fn_runnable',
    'createStructuredOutputChainFromZod',
    'createStructuredOutputChain',
    'createOpenAIFnRunnable',
    'createStructuredOutputRunnable',
  ].map((name): readonly [string, ChainMaker] => [name, given(['llm', '1.llm', '1'], ['prompt', '1.prompt', '2'])]),
  ['RunnableWithMessageHistory', given(['runnable', '0'])],
]);
