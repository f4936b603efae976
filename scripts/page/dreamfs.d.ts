// The page imports the built library; its types are those of the source.
export * from "../../www/client.js";
