/** Text with its encoded words decoded. What is no encoded word, or in an unknown charset, stays as it is. */
export declare function decodeEncodedWords(text: string): string;
