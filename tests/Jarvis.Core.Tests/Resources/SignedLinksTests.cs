using System.Runtime.Versioning;
using Jarvis.Errors;
using Jarvis.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Resources;

public sealed class SignedLinksTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Acme = new("acme");
    private static readonly ResourceId File1 = new(new string('a', 64));

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;
    private readonly FakeTimeProvider _time = new(Noon);

    private string KeyFile => Path.Combine(_folder, "keys", "link-keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_says_what_it_was_made_for_here_and_in_another_process()
    {
        var link = Links().Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Attachment);

        Assert.Equal(new SignedLink(Acme, File1, Noon.AddMinutes(5), LinkDisposition.Attachment), Links().Open(link));
        Assert.Matches("^[A-Za-z0-9._~-]+$", link);
        Assert.InRange(link.Length, 1, SignedLinks.MaxLength);
    }

    [Fact]
    public void A_link_ends_to_the_second()
    {
        var links = Links();
        var link = links.Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        links.Open(link);
        _time.Advance(TimeSpan.FromSeconds(1));

        Refused(links, link, "good until 2026-03-04 12:05:00 UTC");
    }

    [Fact]
    public void No_character_of_a_link_can_be_changed_left_out_or_doubled()
    {
        var links = Links();
        var link = links.Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);

        for (var place = 0; place < link.Length; place++)
        {
            foreach (var other in "a0A~")
            {
                if (link[place] != other)
                    Refused(links, link[..place] + other + link[(place + 1)..]);
            }

            Refused(links, link[..place] + link[(place + 1)..]);
            Refused(links, link[..place] + link[place] + link[place..]);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1~~~~~~")]
    [InlineData("1~0123abcd~acme~aaaa~99~i~x")]
    [InlineData("1~0123abcd~../etc~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~99999999999~i~x")]
    [InlineData("1~0123abcd~acme~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~9999999999999999999~i~x")]
    public void What_is_no_link_is_refused(string? link) => Refused(Links(), link);

    [Fact]
    public void A_link_of_another_installation_is_refused()
    {
        var link = Links().Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);
        File.Delete(KeyFile);

        Refused(Links(), link);
    }

    [Fact]
    public void Keys_are_renewed_and_links_of_the_old_one_live_to_their_end()
    {
        var links = Links();
        var first = links.Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);
        _time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        var last = links.Create(Acme, File1, TimeSpan.FromDays(1), LinkDisposition.Inline);
        _time.Advance(TimeSpan.FromMinutes(2));

        var renewed = links.Create(Acme, File1, TimeSpan.FromDays(1), LinkDisposition.Inline);

        Assert.Equal(first.Split('~')[1], last.Split('~')[1]);
        Assert.NotEqual(last.Split('~')[1], renewed.Split('~')[1]);
        links.Open(last);
        Assert.Equal(Acme, Links().Open(renewed).Tenant);
        Assert.Equal(2, File.ReadAllLines(KeyFile).Length);
        _time.Advance(TimeSpan.FromDays(30));
        links.Create(Acme, File1, TimeSpan.FromDays(1), LinkDisposition.Inline);
        Assert.Equal(2, File.ReadAllLines(KeyFile).Length);
    }

    [Fact]
    public void A_key_that_another_process_has_made_is_found_and_one_that_never_was_costs_no_read_each()
    {
        var (here, elsewhere) = (Links(), Links());
        here.Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);
        _time.Advance(TimeSpan.FromDays(31));
        var link = elsewhere.Create(Acme, File1, TimeSpan.FromHours(5), LinkDisposition.Inline);

        Assert.Equal(Acme, here.Open(link).Tenant);
        var strange = string.Join('~', link.Split('~').Select((part, i) => i == 1 ? "00000000" : part));
        Refused(here, strange);
        File.Delete(KeyFile);
        Refused(here, strange);
        Assert.Equal(Acme, here.Open(link).Tenant);
    }

    [Fact]
    public async Task Processes_that_start_at_once_agree_on_one_key()
    {
        var links = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Links().Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline))));

        Assert.Single(links.Distinct());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_may_read_the_keys_or_they_are_not_used()
    {
        Links().Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var refused = Assert.Throws<JarvisException>(() => Links().Create(Acme, File1, TimeSpan.FromMinutes(5), LinkDisposition.Inline));
        Assert.Equal(ErrorCode.StorageFailed, refused.Code);
        Assert.Contains("Others may read", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_401)]
    public void A_link_of_an_impossible_length_is_refused(int seconds) => Assert.Equal(
        ErrorCode.InvalidRequest,
        Assert.Throws<JarvisException>(() => Links().Create(Acme, File1, TimeSpan.FromSeconds(seconds), LinkDisposition.Inline)).Code);

    private static void Refused(SignedLinks links, string? link, string why = "The link was not made here")
    {
        var refused = Assert.Throws<JarvisException>(() => links.Open(link));
        Assert.Equal(ErrorCode.Unauthorized, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private SignedLinks Links() => new(Options.Create(new SignedLinkOptions { KeyFile = KeyFile }), _time);
}
