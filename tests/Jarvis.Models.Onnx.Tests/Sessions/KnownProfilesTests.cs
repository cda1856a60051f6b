using System.Globalization;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Sessions;

public sealed class KnownProfilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-profiles").FullName;

    private string Path => System.IO.Path.Combine(_folder, "data", "profiles.json");

    [Fact]
    public void What_was_kept_is_found_by_the_next_process()
    {
        var known = Known();
        known.Keep("a", Profile(2, 3, 4, 6));
        known.Keep("b", Profile(1, 8));
        known.Keep("a", Profile(1, 3, 5));

        var found = Known().Find("a", maxThreads: 2, largest: 32)!;

        Assert.Equal((1, 2), (found.Threads, found.Costs.Ceiling));
        Assert.Equal([3.0, 5.0], new[] { 1, 2 }.Select(size => found.Costs[size].TotalMilliseconds));
        Assert.Equal(1, Known().Find("b", 2, 32)!.Costs.Ceiling);
        Assert.Null(Known().Find("c", 2, 32));
        Assert.Single(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    [Fact]
    public void Another_network_another_runtime_and_other_options_have_another_name() =>
        Assert.Equal((true, false), (Known().KeyOf("x") == Known().KeyOf("x"), Known().KeyOf("x") == Known().KeyOf("y")));

    [Fact]
    public void The_oldest_go_first()
    {
        var known = Known();
        for (var i = 0; i <= KnownProfiles.MaxProfiles; i++)
        {
            known.Keep(i.ToString(CultureInfo.InvariantCulture), Profile(1, 1));
        }

        Assert.Null(known.Find("0", 1, 1));
        Assert.NotNull(known.Find("1", 1, 1));
        Assert.NotNull(known.Find($"{KnownProfiles.MaxProfiles}", 1, 1));
        Assert.InRange(new FileInfo(Path).Length, 1, 256 << 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{\"key\":\"a\"}]")]
    [InlineData("[{\"key\":null,\"threads\":1,\"milliseconds\":[1]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":0,\"milliseconds\":[1]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":3,\"milliseconds\":[1]}]")] // more than a run may use
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":null}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[0]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[1,-1]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[1e300]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[1e-300]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[\"NaN\"]}]")]
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[1,2,3,4,5,6,7]}]")] // a batch of 64
    [InlineData("[{\"key\":\"a\",\"threads\":1,\"milliseconds\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}]")]
    [InlineData("[[[[[[[[1]]]]]]]]")]
    public void Whatever_else_is_in_the_file_is_as_if_it_were_not_there(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, text);

        Assert.Null(Known().Find("a", maxThreads: 2, largest: 32));
        Known().Keep("a", Profile(2, 3));
        Assert.NotNull(Known().Find("a", 2, 32));
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        Known().Keep("a", Profile(1, 1));
        File.AppendAllText(Path, new string(' ', 256 << 10));

        Assert.Null(Known().Find("a", 1, 1));
    }

    [Fact]
    public void Where_no_file_can_be_kept_none_is()
    {
        File.WriteAllText(System.IO.Path.Combine(_folder, "data"), "a file, and no folder");

        Known().Keep("a", Profile(1, 1));

        Assert.Null(Known().Find("a", 1, 1));
        new KnownProfiles(Options.Create(new OnnxOptions())).Keep("a", Profile(1, 1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static LoadProfile Profile(int threads, params double[] milliseconds) =>
        new(threads, BatchCosts.From([.. milliseconds.Select((time, i) => (1 << i, TimeSpan.FromMilliseconds(time)))]));

    private KnownProfiles Known() => new(Options.Create(new OnnxOptions { ProfilesFile = Path }));
}
