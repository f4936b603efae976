export * from "../../www/elements/first.js";
