import DefaultTheme from "vitepress/theme";
// Imported for the server's build too, where there is no DOM.
import "dreamfs/elements";

export default DefaultTheme;
