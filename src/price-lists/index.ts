/** Downloading public price lists. Runs in the extension host, when the user has switched it on or asked for it; the language server asks nobody. */
export { downloadList, PUBLIC_LISTS, type DownloadedList, type ListAnswer, type PublicList, type PublicListId } from './download.ts';
export { isDue, listInText, textOfList, type StoredList } from './stored-list.ts';
