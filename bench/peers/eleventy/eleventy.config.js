// Eleventy with the same pages, feeds and typographic quotes as ours. Lists are cut into pages once, in collections:
// its own pagination cuts one list only (https://www.11ty.dev/docs/pagination/#paging-an-object).
const PAGE_SIZE = 10;
const FEED_SIZE = 20;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const slugify = (text) => text.toLowerCase().replaceAll(" ", "-");

function cutIntoPages(title, url, posts) {
  const count = Math.ceil(posts.length / PAGE_SIZE);
  return Array.from({ length: count }, (_, index) => ({
    title,
    number: index + 1,
    count,
    posts: posts.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
    url: index ? `${url}page/${index + 1}/` : url,
    newer: index > 1 ? `${url}page/${index}/` : index ? url : null,
    older: index + 1 < count ? `${url}page/${index + 2}/` : null,
  }));
}

function group(posts, getKeys) {
  const groups = new Map();
  for (const post of posts) {
    for (const key of getKeys(post)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(post);
    }
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
}

const KINDS = {
  categories: (post) => [post.data.category],
  tags: (post) => post.data.tags,
  authors: (post) => [post.data.author],
};

export default function (eleventyConfig) {
  const neighbours = new Map();
  const getStream = (api) => api.getFilteredByGlob("content/posts/*.md").reverse();

  eleventyConfig.amendLibrary("md", (markdown) => markdown.set({ typographer: true }));

  eleventyConfig.addCollection("lists", (api) => {
    const posts = getStream(api);
    posts.forEach((post, place) => neighbours.set(post.inputPath, { newer: posts[place - 1], older: posts[place + 1] }));
    const lists = cutIntoPages("Bench", "/", posts);
    for (const [kind, getKeys] of Object.entries(KINDS)) {
      for (const [term, found] of group(posts, getKeys)) lists.push(...cutIntoPages(term, `/${kind}/${slugify(term)}/`, found));
    }
    return lists;
  });
  eleventyConfig.addCollection("terms", (api) => {
    const posts = getStream(api);
    return Object.entries(KINDS).map(([kind, getKeys]) => ({
      kind,
      terms: group(posts, getKeys).map(([name, found]) => ({ name, count: found.length, url: `/${kind}/${slugify(name)}/` })),
    }));
  });
  eleventyConfig.addCollection("feeds", (api) => {
    const posts = getStream(api);
    const feeds = [{ title: "Bench", path: "all", url: "/", posts: posts.slice(0, FEED_SIZE) }];
    for (const [kind, getKeys] of Object.entries(KINDS)) {
      for (const [term, found] of group(posts, getKeys)) {
        const path = `${kind}/${slugify(term)}`;
        feeds.push({ title: term, path, url: `/${path}/`, posts: found.slice(0, FEED_SIZE) });
      }
    }
    return feeds;
  });
  eleventyConfig.addCollection("years", (api) =>
    group(getStream(api), (post) => [String(post.date.getUTCFullYear())])
      .reverse()
      .map(([year, posts]) => ({ year, posts })),
  );
  eleventyConfig.addCollection("months", (api) =>
    group(getStream(api), (post) => [post.date.toISOString().slice(0, 7)]).map(([month, posts]) => ({
      path: month.replace("-", "/"),
      title: `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`,
      posts,
    })),
  );

  eleventyConfig.addFilter("around", (inputPath) => neighbours.get(inputPath));
  eleventyConfig.addFilter("slugged", slugify);
  eleventyConfig.addFilter("day", (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`);
  eleventyConfig.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  eleventyConfig.addFilter("rfc3339", (date) => date.toISOString());
  eleventyConfig.addFilter("rfc822", (date) => date.toUTCString());
  eleventyConfig.addFilter("jsonfeed", (feed, site) =>
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: feed.title,
      home_page_url: `${site}${feed.url}`,
      items: feed.posts.map((post) => ({
        id: `${site}${post.url}`,
        url: `${site}${post.url}`,
        title: post.data.title,
        content_html: post.content,
        summary: post.data.summary,
        date_published: post.date.toISOString(),
        tags: post.data.tags,
      })),
    }),
  );

  return {
    dir: { input: "content", includes: "../_includes", output: "_site" },
    // Posts are plain Markdown: nothing in them is for a template language.
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
