// The page loads it when it is wanted; it defines two elements.
export * from "../../www/elements/sharing.js";
