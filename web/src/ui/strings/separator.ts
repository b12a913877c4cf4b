/** Between short facts on one line. @param language BCP 47 */
export const separatorOf = (language: string): string => (language.startsWith("ja") ? "・" : " · ");
