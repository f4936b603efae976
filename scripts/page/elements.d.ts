export * from "../../www/elements/index.js";
