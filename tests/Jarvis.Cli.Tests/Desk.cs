using System.Text;
using Jarvis.Cli.Hosting;
using Jarvis.Cli.Input;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote.Health;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Cli.Tests;

/// <summary>A folder, a keyboard and a screen for one command line.</summary>
internal sealed class Desk : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public Desk(ScriptedJarvis? jarvis = null)
    {
        Jarvis = jarvis ?? new ScriptedJarvis();
        Interruption = new Interruption(Exits.Add);
    }

    public ScriptedJarvis Jarvis { get; }

    public ILanguageModels? LanguageModels { get; init; }

    public IRemoteServers? Remote { get; init; }

    /// <summary>Starts another host than the scripted one.</summary>
    public Func<JarvisHost>? Host { get; init; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("jarvis-cli-").FullName;

    public FakeTimeProvider Time { get; } = new(ScriptedJarvis.Start);

    public Interruption Interruption { get; }

    /// <summary>Exit codes with which the process was ended at once.</summary>
    public List<int> Exits { get; } = [];

    public Stream Input { get; set; } = Stream.Null;

    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 80;

    public Dictionary<string, string> Variables { get; } = [];

    public TextWriter? Screen { get; init; }

    /// <summary>What the user's editor makes of a text; null for one that fails.</summary>
    public Func<string, string?> Edits { get; set; } = text => text;

    /// <summary>How the editor was called.</summary>
    public List<string[]> EditorCalls { get; } = [];

    public int HostsStarted { get; private set; }

    public string Output => _output.ToString();

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Error => _error.ToString();

    public string[] Saved => Directory.Exists(Out)
        ? [.. Directory.EnumerateFileSystemEntries(Out, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Out, path)).Order()]
        : [];

    public string Out => Path.Combine(Folder, "jarvis-out");

    /// <summary>Runs a command; one that hangs fails its test.</summary>
    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Surroundings()).WaitAsync(TimeSpan.FromSeconds(30));

    public string File(string name, string content = "some bytes")
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Types(string text) => Input = new MemoryStream(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        Interruption.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private Surroundings Surroundings() => new()
    {
        Input = Input,
        InputIsTerminal = IsTerminal,
        Output = Screen ?? TextWriter.Synchronized(_output),
        OutputIsTerminal = IsTerminal,
        Error = TextWriter.Synchronized(_error),
        Variable = name => Variables.GetValueOrDefault(name),
        Folder = Folder,
        Interruption = Interruption,
        Time = Time,
        RunEditor = async (command, cancellationToken) =>
        {
            EditorCalls.Add([.. command.SkipLast(1)]);
            if (Edits(await System.IO.File.ReadAllTextAsync(command[^1], cancellationToken)) is not { } text)
            {
                return 1;
            }

            await System.IO.File.WriteAllTextAsync(command[^1], text, cancellationToken);
            return 0;
        },
        Width = Width,
        StartHost = (_, _) =>
        {
            HostsStarted++;
            return Task.FromResult(Host?.Invoke() ?? new JarvisHost(Jarvis, languageModels: LanguageModels, remote: Remote));
        },
    };
}
