/**
 * The ids under which the program has this build's documents, by the name of the operation. Each module adds those of its own operations:
 * vite-trusted-documents.ts; in development there are none.
 */
export const documentIds: Record<string, string> = {}
