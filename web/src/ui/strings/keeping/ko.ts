import type { keeping as ja } from "./ja.ts";

export const keeping: typeof ja = {
  newConversation: "새 대화",
};
