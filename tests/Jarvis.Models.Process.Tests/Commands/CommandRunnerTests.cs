using System.Text;
using Jarvis.Errors;
using Jarvis.Models.Process.Commands;
using Jarvis.Models.Process.Tests.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Process.Tests.Commands;

public sealed class CommandRunnerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Engines _engines;

    public CommandRunnerTests() => _engines = new(time: _time);

    public void Dispose() => _engines.Dispose();

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are_and_no_shell_sees_them()
    {
        string[] hostile = ["; touch stolen", "$(touch stolen)", "`touch stolen`", "a b", "*", "'\"", "-n"];

        var result = await RunAsync(new("printf", ["%s\n", .. hostile]));

        Assert.Equal(string.Join('\n', hostile) + "\n", Text(result));
        Assert.False(File.Exists(Path.Combine(_engines.Folder, "stolen")));
    }

    [Fact]
    public async Task A_program_gets_an_environment_of_its_own()
    {
        Environment.SetEnvironmentVariable("JARVIS_TEST_SECRET", "hunter2");
        var result = await RunAsync(new("env", []));

        var names = Text(result).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.Equal(["HOME", "LANG", "PATH", "TMPDIR"], names.Where(name => name != "_").Order());
        Assert.Contains($"HOME={_engines.Folder}", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_reads_ends_where_the_input_ends()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes("one\ntwo"));
        Assert.Equal("one\ntwo", Text(await RunAsync(new("cat", []) { Input = input })));
        Assert.Equal("", Text(await RunAsync(new("cat", []))));
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_failure()
    {
        using var input = new MemoryStream(new byte[8 << 20]);
        Assert.Equal(0, (await RunAsync(new("true", []) { Input = input })).ExitCode);
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_told_with_its_package()
    {
        using var bare = new Engines(options => options.SearchPath = _engines.Folder);

        var error = await Assert.ThrowsAsync<JarvisException>(() => bare.Commands.RunAsync(new("ffmpeg", []), CancellationToken.None));

        Assert.Equal(ErrorCode.ModelUnavailable, error.Code);
        Assert.Contains("apt install ffmpeg", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_carries_the_exit_code_and_the_last_words()
    {
        var result = await RunAsync(Shell(@"printf 'first\n\033[31mlast words\033[0m\007\n' >&2; exit 3"));

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("first; last words", result.Errors);
        var error = Assert.Throws<JarvisException>(result.ThrowIfFailed);
        Assert.Equal((ErrorCode.ModelFailed, false), (error.Code, error.Retryable));
        Assert.Equal("sh failed (exit code 3): first; last words. Try another file or text; if that fails too, install sh anew.", error.Message);
    }

    [Fact]
    public async Task A_program_that_hangs_is_killed_at_its_time_limit()
    {
        var ready = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = RunAsync(Shell("echo $$; exec sleep 1000") with { Received = chunk => ready.TrySetResult(Number(chunk)) });
        var id = await ready.Task;

        _time.Advance(TimeSpan.FromMinutes(10));

        var error = await Assert.ThrowsAsync<JarvisException>(() => running);
        Assert.Equal(ErrorCode.DeadlineExceeded, error.Code);
        Assert.Contains("600 seconds", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task Cancelling_kills_the_program_before_the_call_returns()
    {
        using var cancel = new CancellationTokenSource();
        var ready = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _engines.Commands.RunAsync(
            Shell("trap '' TERM INT HUP; echo $$; while :; do sleep 1000; done") with { Received = chunk => ready.TrySetResult(Number(chunk)) },
            cancel.Token);
        var id = await ready.Task;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task Nothing_starts_once_it_is_cancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _engines.Commands.RunAsync(Shell("touch started") with { Folder = _engines.Folder }, new CancellationToken(true)));
        Assert.False(File.Exists(Path.Combine(_engines.Folder, "started")));
    }

    [ProgramTheory("setsid")]
    [InlineData("exec 3> pipe; sleep 1000 & exit 0")]
    [InlineData("exec 3> pipe; (sleep 1000 >/dev/null 2>&1 &) ; exit 1")]
    [InlineData("exec 3> pipe; (sleep 1000 &) ; kill -KILL $$")]
    public async Task A_grandchild_does_not_outlive_its_program(string script)
    {
        // The grandchild has the pipe open for writing: the read ends when it is gone.
        var gone = await WatchPipeAsync();

        await Record.ExceptionAsync(() => RunAsync(Shell(script)));

        Assert.Equal(-1, await gone.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [ProgramFact("setsid")]
    public async Task A_grandchild_is_killed_with_its_program_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var ready = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = await WatchPipeAsync();
        var running = _engines.Commands.RunAsync(
            Shell("exec 3> pipe; (sleep 1000 &) ; echo 1; sleep 1000") with
            {
                Folder = _engines.Folder,
                Received = chunk => ready.TrySetResult(Number(chunk)),
            },
            cancel.Token);
        await ready.Task;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(-1, await gone.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("SEGV", 11, false)]
    [InlineData("ABRT", 6, false)]
    [InlineData("KILL", 9, true)]
    [InlineData("TERM", 15, true)]
    public async Task A_program_that_a_signal_killed_is_told_so(string signal, int number, bool retryable)
    {
        var error = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(Shell($"kill -{signal} $$")));

        Assert.Equal((ErrorCode.ModelFailed, retryable), (error.Code, error.Retryable));
        Assert.Contains($"was killed (signal {number})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_errors_neither_blocks_nor_grows()
    {
        var result = await RunAsync(Shell("yes 'a line of complaint' | head -c 50000000 >&2; echo the end >&2; exit 1"));

        Assert.Equal(1, result.ExitCode);
        Assert.InRange(result.Errors.Length, 1, 401);
        Assert.EndsWith("the end", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_output_is_stopped_at_its_limit()
    {
        var error = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(new("yes", []) { MaxOutputBytes = 1000 }));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("1,000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_whose_output_nobody_can_take_is_stopped()
    {
        var full = new IOException("No space left on device");
        Assert.Same(full, await Assert.ThrowsAsync<IOException>(() => RunAsync(new("yes", []) { Received = _ => throw full })));
    }

    [Fact]
    public async Task Output_of_exactly_the_limit_is_kept()
    {
        var result = await RunAsync(new("head", ["-c", "1000", "/dev/zero"]) { MaxOutputBytes = 1000 });
        Assert.Equal(1000, result.Output.Length);
    }

    [ProgramFact("prlimit")]
    public async Task A_program_that_takes_too_much_memory_fails_alone()
    {
        using var small = new Engines(options => options.MemoryBytes = 64 << 20);

        // tail keeps the last line in memory, and this one does not end.
        var error = await Assert.ThrowsAsync<JarvisException>(() => small.Commands.RunAsync(new("tail", ["/dev/zero"]), CancellationToken.None));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("64 MB of memory", error.Message, StringComparison.Ordinal);
    }

    [ProgramFact("prlimit")]
    public async Task A_program_that_writes_too_large_a_file_is_stopped()
    {
        using var small = new Engines(options => options.MaxFileBytes = 1 << 20);

        var error = await Assert.ThrowsAsync<JarvisException>(() => small.Commands.RunAsync(
            new("dd", ["if=/dev/zero", "of=large", "bs=65536"]) { Folder = small.Folder },
            CancellationToken.None));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Equal(1 << 20, new FileInfo(Path.Combine(small.Folder, "large")).Length);
    }

    private static Command Shell(string script) => new("sh", ["-c", script]);

    private static string Text(CommandResult result) => Encoding.UTF8.GetString(result.Output.Span);

    private static int Number(ReadOnlyMemory<byte> chunk) => int.Parse(Encoding.ASCII.GetString(chunk.Span).Split('\n')[0], null);

    private Task<CommandResult> RunAsync(Command command) =>
        _engines.Commands.RunAsync(command with { Folder = _engines.Folder }, CancellationToken.None);

    /// <summary>A named pipe in the folder; the inner task reads it and gives -1 once nobody is left who could write to it.</summary>
    private async Task<Task<int>> WatchPipeAsync()
    {
        await RunAsync(new("mkfifo", ["pipe"]));
        return Task.Factory.StartNew(
            () =>
            {
                using var pipe = new FileStream(Path.Combine(_engines.Folder, "pipe"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                return pipe.ReadByte();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
