# The home of Settings. Only two of its rows lead on: the account's and that of the accounts.
.class public Lorg/miunlink/mock/settings/MiuiSettings;
.super Lmock/Page;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/settings_home
    return v0
.end method

.method public onClick(Landroid/view/View;)V
    .registers 5
    const v0, @string/xiaomi_account
    invoke-static {p1, v0}, Lmock/RowTitle;->is(Landroid/view/View;I)Z
    move-result v0
    if-eqz v0, :no_account
    const-string v0, "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS"
    const-string v1, "com.xiaomi.account"
    const/4 v2, 0x0
    invoke-virtual {p0, v0, v1, v2}, Lmock/Page;->open(Ljava/lang/String;Ljava/lang/String;I)V
    return-void
    :no_account
    const v0, @string/sync_settings
    invoke-static {p1, v0}, Lmock/RowTitle;->is(Landroid/view/View;I)Z
    move-result v0
    if-eqz v0, :done
    const-string v0, "android.settings.SYNC_SETTINGS"
    const-string v1, "org.miunlink.mock.settings"
    const/4 v2, 0x0
    invoke-virtual {p0, v0, v1, v2}, Lmock/Page;->open(Ljava/lang/String;Ljava/lang/String;I)V
    :done
    return-void
.end method
