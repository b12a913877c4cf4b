/** New conversations, what is kept of them, and what can be done with one exchange. */
export const keeping = {
  newConversation: "新しい会話",
};
