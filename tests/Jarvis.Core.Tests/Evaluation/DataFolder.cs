namespace Jarvis.Core.Tests.Evaluation;

/// <summary>A data folder on disk, of tools of our own making.</summary>
internal sealed class DataFolder : IDisposable
{
    internal const string Kinds =
        """
        {"nodes":[
          {"id":"Speech Writer","desc":"Writes down the speech of a recording.","input-type":["audio"],"output-type":["text"]},
          {"id":"Text Translator","desc":"Translates a text.","input-type":["text"],"output-type":["text"]},
          {"id":"Painter (by text)","desc":"Generates an image of a description.","input-type":["text"],"output-type":["Image"]},
          {"id":"Page Fetcher","desc":"Downloads a page from a given URL.","input-type":["url"],"output-type":["text"]}]}
        """;

    internal const string Parameters =
        """
        {"nodes":[
          {"id":"water_garden","desc":"Water the garden","parameters":[{"name":"minutes","type":"string","desc":"How long"}]},
          {"id":"feed_cat","desc":"Feed the cat","parameters":[{"name":"food","type":"string","desc":"What it gets"}]}]}
        """;

    internal DataFolder(string tools, params string[] rows)
    {
        Write("tool_desc.json", tools);
        if (rows.Length > 0)
        {
            Write("gold_dev.jsonl", string.Join('\n', rows));
        }
    }

    internal string Path { get; } = Directory.CreateTempSubdirectory("jarvis-data-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal void Write(string name, string content) => File.WriteAllText(System.IO.Path.Combine(Path, name), content);
}
