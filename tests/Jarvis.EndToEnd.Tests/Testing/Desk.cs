using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>
/// A user's machine with a home, data, temporary and working folder of its own, where the built program is run. After each run nothing
/// may be left: no temporary file, no unfinished resource, no half-written result, nothing in the home, no program that still runs.
/// </summary>
internal sealed class Desk : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("end-to-end-").FullName;

    public Desk()
    {
        Data = Path.Combine(_root, "data");
        foreach (var folder in new[] { Home, Data, Temporary, Folder, Programs })
        {
            Directory.CreateDirectory(folder);
        }

        Variables = new()
        {
            ["HOME"] = Home,
            ["TMPDIR"] = Temporary,
            ["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DOTNET_ROOT"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!),
            ["HF_TOKEN"] = null,
            ["JARVIS_HOME"] = null,
            ["JARVIS_MODELS"] = null,
            ["OPENAI_API_KEY"] = null,
            ["OPENAI_BASE_URL"] = null,
            ["AZURE_OPENAI_ENDPOINT"] = null,
            ["AZURE_OPENAI_API_KEY"] = null,
        };
    }

    public string Home => Path.Combine(_root, "home");

    /// <summary>Where resources are kept.</summary>
    public string Data { get; set; }

    public string Temporary => Path.Combine(_root, "tmp");

    /// <summary>The folder that the user is in.</summary>
    public string Folder => Path.Combine(_root, "work");

    public string Out => Path.Combine(Folder, "jarvis-out");

    internal Dictionary<string, string?> Variables { get; }

    /// <summary>What the program is started by, such as another user; none by default.</summary>
    internal string[] Launcher { get; set; } = [];

    /// <summary>The names of the files that were saved.</summary>
    internal string[] Saved => Directory.Exists(Out)
        ? [.. Directory.EnumerateFiles(Out).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
        : [];

    private string Programs => Path.Combine(_root, "bin");

    private string Meeting => Path.Combine(_root, "meet");

    private string Pids => Path.Combine(_root, "pids");

    internal string At(string name) => Path.Combine(Folder, name);

    internal string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return name;
    }

    /// <summary>Puts a sample into the user's folder.</summary>
    internal string Bring(string sample, string? name = null)
    {
        File.Copy(Place.Sample(sample), At(name ?? sample));
        return name ?? sample;
    }

    /// <summary>Puts a program before all others of that name.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="script">
    /// What it does, for the shell. <c>$pids</c> is where it writes down the processes that it starts, and <c>$meet</c> what it writes to when
    /// it is under way, for <see cref="MeetAsync"/>.
    /// </param>
    internal void Fake(string program, string script)
    {
        var path = Path.Combine(Programs, program);
        File.WriteAllText(path, $"#!/bin/sh\npids='{Pids}'\nmeet='{Meeting}'\necho $$ >> \"$pids\"\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>What a fake program says to become the real one: its own folder is the first of the search path.</summary>
    internal static string Real(string program) => $"exec $(PATH=${{PATH#*:}} command -v {program}) \"$@\"";

    /// <summary>Lets any user work here.</summary>
    internal void BelongsToEverybody()
    {
        Directory.CreateDirectory(Data);
        foreach (var folder in new[] { _root, Home, Data, Temporary, Folder, Programs })
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }
    }

    /// <summary>Runs another program in the user's folder.</summary>
    internal void Run(string program, string arguments) => Conformance.Tool.Run("env", $"-C {Folder} {program} {arguments}");

    internal Task<Ended> RunAsync(params string[] args) => RunAsync([], args);

    /// <summary>Runs the program with text on its standard input.</summary>
    internal Task<Ended> TypeAsync(string input, params string[] args) => RunAsync(Encoding.UTF8.GetBytes(input), args);

    /// <summary>Waits until a fake program writes to <c>$meet</c>. To be called before the run is started.</summary>
    internal Task MeetAsync()
    {
        Run("mkfifo", Meeting);
        return Task.Run(() => File.ReadAllText(Meeting)).WaitAsync(Running.Patience);
    }

    internal async Task<Ended> RunAsync(byte[] input, string[] args)
    {
        using var running = Start(args);
        var writing = running.WriteAsync(input, close: true);
        var ended = await running.EndAsync();
        await writing;
        return LeftNothing(ended);
    }

    internal Running Start(params string[] args)
    {
        // Whoever runs the tests in the background ignores Ctrl-C, and so would every program of theirs.
        string[] line = ["env", "--default-signal=HUP,INT,TERM", .. Launcher, Place.Program, .. args];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["XDG_DATA_HOME"] = Data;
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return new Running(start);
    }

    /// <summary>Whether a run left nothing behind, on the disk or running, nor sent anything to the terminal but text.</summary>
    internal Ended LeftNothing(Ended ended)
    {
        Assert.DoesNotContain(ended.Output + ended.Error, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Empty(Entries(Temporary));
        Assert.Empty(Entries(Home));
        Assert.Empty(Entries(Path.Combine(Data, "jarvis", "resources", "unfinished")));
        Assert.DoesNotContain(Entries(Folder), entry => entry.EndsWith(".part", StringComparison.Ordinal));
        Assert.DoesNotContain(File.Exists(Pids) ? File.ReadAllLines(Pids) : [], IsRunning);
        return ended;
    }

    /// <summary>Clears away what a run that was killed could not: the programs that it had started and its temporary files.</summary>
    internal void ClearAwayAfterKill()
    {
        foreach (var process in File.Exists(Pids) ? File.ReadAllLines(Pids).Where(IsListed) : [])
        {
            Conformance.Tool.Works("kill", $"-9 {process}");
        }

        Directory.Delete(Temporary, recursive: true);
        Directory.CreateDirectory(Temporary);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[] Entries(string folder) =>
        Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories) : [];

    /// <summary>Whether a process goes on. One that was just killed may take a moment to end.</summary>
    private static bool IsRunning(string process)
    {
        if (!IsListed(process))
        {
            return false;
        }

        try
        {
            using var known = Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture));
            known.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException)
        {
            // It ended in the meantime.
        }

        return IsListed(process);
    }

    /// <summary>A process that has ended stays listed, as a zombie (state Z), until its parent asks for it.</summary>
    private static bool IsListed(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException or IOException)
        {
            return false;
        }
    }
}
