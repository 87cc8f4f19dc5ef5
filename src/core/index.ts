/**
 * Core: the language service. It may not touch `vscode`, Node, the DOM, the network or a clock; whatever it needs from outside comes in
 * through {@link Host}. Broken input is a value here, never a throw.
 */
export { createLanguageService } from './service.ts';
export { MAX_TEXT_LENGTH } from './refusal.ts';
export type { ComparedCall, DiagnosticReport, LanguageService, NotebookDocument, PlacedMark, SourceDocument } from './language-service.ts';
export {
  checkSettings,
  defaultSettings,
  isTestPath,
  settingDeclarations,
  type CheckedSettings,
  type SettingDeclaration,
  type Settings,
  type Severity,
} from './config.ts';
export type { Cancellation, Host } from './host.ts';
export { BatchCounter, batchLine, batchSummary, type BatchCount, type BatchSummary } from './features/batches.ts';
export type { CostedCall, Finding } from './features/findings.ts';
export { AS_WELL, withoutPlaceCount } from './features/grouped.ts';
export { applyEdits, independentFixes, overlaps, safeEdits, type DocumentView } from './features/code-actions.ts';
export { savingOf, type FindingList, type ListedFinding, type Saving } from './features/workspace-findings.ts';
export type { SuppressionOrder } from './features/suppress-actions.ts';
export { formatCost, formatTokens, costLine, isFree } from './features/wording.ts';
export type { CountableCall } from './features/countable.ts';
export type { PromptMark, PromptMarkKind } from './features/prompt-marks.ts';
export type { ComparedModel, ModelComparison } from './features/compare-models.ts';
export { compressionDetails, compressionLine, mergedEdits, type PromptCompression, type WantedParts } from './features/compress-prompt.ts';
export { createO200kCount } from './tokens/o200k.ts';
export { hostedTools, type HostedTool } from './cost/beside-tokens.ts';
export { isBilledReport, type BilledReport, type BilledRow, type BilledTraffic } from './cost/billed.ts';
export { breakEvenOf, inWords, priceFor, type BreakEven, type CacheLack } from './cost/call-cost.ts';
export { costOfTurn, fullFrom, SHOWN_TURNS, type Growth, type TurnCost, type TurnPlan } from './cost/turns.ts';
export { promptRanges, type CacheBoundary, type DuplicatedText, type PromptRanges } from './features/prompt-ranges.ts';
export { lineIndex, type LineIndex } from './features/line-index.ts';
export { candidateFiles, type ProjectFiles } from './linker/index.ts';
export { excludedParts } from './cost/prefix.ts';
export { holesOf, readable } from './linker/segments.ts';
export { frontEndFor, frontEnds } from './frontends/index.ts';
export type { CallCost, ModelCost, MoneyRange, TokenRange } from './cost/call-cost.ts';
export type { Known, Location, PromptCall, Part, Segment, HolePart } from './ir.ts';
export type { PromptFile } from './ir-files.ts';
export {
  bundledPriceSources,
  createPriceBook,
  createPriceShelf,
  decodePriceList,
  PRICE_LIST_FORMATS,
  exactUsd,
  formatMicroUsd,
  PLATFORMS,
  ratesFor,
  similarNames,
  userPriceSource,
  type DecodedList,
  type PriceBook,
  type PriceListFormat,
  type PriceShelf,
  type PricedLookup,
  type PriceSource,
  type ResolvedRates,
} from './pricing/index.ts';
export {
  locateUsage,
  MAX_USAGE_TEXT,
  normaliseUsage,
  priceUsage,
  readUsage,
  type BilledItem,
  type NormalisedUsage,
  type ReadOptions,
  type RequestUsage,
  type UsageAnswer,
  type UsageContext,
  type UsageHints,
  type UsageNote,
  type UsagePrice,
  type UsageProblem,
} from './usage/index.ts';
export { configCompletion, configDiagnostics, configHover } from './features/config-language.ts';
export type { Shape } from './project-config/shape.ts';
export { isProjectConfig, CONFIG_NAMES, configShape } from './project-config/schema.ts';
export { loadProjectConfig, isIgnoredPath, type ConfigInForce, type LoadedConfig, type ProjectConfig } from './project-config/project.ts';
export type { ConfigProblem } from './project-config/read.ts';
export { DAYS_PER_MONTH, spread } from './cost/projection.ts';
export { contextView, entryName, entryWords, modelLine, moneyLines, moneyNotes, type ContextView } from './features/context.ts';
export { isInstruction } from './features/prompt-wording.ts';
export { isRoute } from './features/route-wording.ts';
export { agentClients, type AgentClient } from './prompt-files/clients.ts';
export type { ContextBudget, ContextCost, ContextEntry } from './prompt-files/budget.ts';
export { problemText, replacedCharacter } from './features/file-problems.ts';
export { isPromptPath } from './prompt-files/formats.ts';
export { rules } from './rules/index.ts';
export { NOTEBOOK_ENDING, readNotebook } from './notebook/read-notebook.ts';
export { withCellTexts } from './notebook/write-cells.ts';
export { notebookLanguages, notebookProgram, type Cell } from './notebook/program.ts';
export type { Piece, Place, Program } from './program.ts';
export type { Fix, Impact, Rule } from './rules/rule.ts';

/** A text that follows an editor's changes; from the LSP library that core uses anyway. */
export { TextDocument } from 'vscode-languageserver-textdocument';
