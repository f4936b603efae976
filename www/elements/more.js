/** The elements that stand further down in the walkthrough: the script comes when the reader is near one of them, or at work. */
import "./mount.js";
import "./pace.js";
import "./store.js";
import "./rot.js";
import "./dream.js";
import "./review.js";
import "./cost.js";
import "./growth.js";
import "./recap.js";
import "./code.js";
import "./settings.js";
